using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Connections;

/// <summary>The host, the kind of address and the port of a connection file.</summary>
internal sealed class ConnectionAddressDerivation : IFieldDerivation
{
    private const string Address = "full-address";
    private const string AlternateAddress = "alternate-address";
    private const string StatedPort = "port";

    public string Kind => "rdp-file";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "host" => Of(estate.FactOf(subject, Address), address => new FieldValue.Text(address.Host)),
        "address-form" => Of(estate.FactOf(subject, Address), Form),
        "alternate-form" => Of(estate.FactOf(subject, AlternateAddress), Form),
        "effective-port" => Port(subject, estate),
        _ => null,
    };

    private static Fact Of(Fact stated, Func<StatedAddress, FieldValue> part)
    {
        if (!stated.IsKnown)
        {
            return stated;
        }

        var fact = Parse(stated) is { } address ? Fact.Known(part(address)) : Fact.Absent();
        return fact with { Layer = stated.Layer, Grounds = stated.Grounds, Because = stated.Because, Unless = stated.Unless };
    }

    private static FieldValue.Text Form(StatedAddress address) => new(address.Form.ToString().ToLowerInvariant());

    /// <summary>A port behind the address counts before the one that the file states by itself.</summary>
    private static Fact Port(Subject file, IFactSource estate)
    {
        var address = estate.FactOf(file, Address);
        return Parse(address) switch
        {
            { Port: { } port } => Of(address, _ => new FieldValue.Number(port)),
            null when !address.IsKnown => address,
            _ => estate.FactOf(file, StatedPort),
        };
    }

    private static StatedAddress? Parse(Fact stated) =>
        stated.Value is FieldValue.Text { Value: var text } ? StatedAddress.TryParse(text) : null;
}
