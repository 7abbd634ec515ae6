using System.Collections.Immutable;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Clients;

/// <summary>The host, the kind of address and the port of a connection file.</summary>
internal sealed class ConnectionAddressDerivation : IFieldDerivation
{
    private const string Address = "full-address";
    private const string AlternateAddress = "alternate-address";
    private const string StatedPort = "port";

    public string Kind => Connections.File;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, Estate estate) => field switch
    {
        "host" => Of(estate.FactOf(subject, Address), address => new FieldValue.Text(address.Host)),
        "address-form" => Of(estate.FactOf(subject, Address), Form),
        "alternate-form" => Of(estate.FactOf(subject, AlternateAddress), Form),
        "effective-port" => Port(subject, estate),
        _ => null,
    };

    private static Fact Of(Fact stated, Func<ConnectionAddress, FieldValue> part)
    {
        if (!stated.IsKnown)
        {
            return stated;
        }

        var fact = Parse(stated) is { } address ? Fact.Known(part(address)) : Fact.Absent();
        return fact with { Layer = stated.Layer, Places = stated.Places, Because = stated.Because, Proviso = stated.Proviso };
    }

    private static FieldValue.Text Form(ConnectionAddress address) => new(address.Form.ToString().ToLowerInvariant());

    /// <summary>A port behind the address counts before the one that the file states by itself.</summary>
    private static Fact Port(Subject file, Estate estate)
    {
        var address = estate.FactOf(file, Address);
        return Parse(address) switch
        {
            { Port: { } port } => Of(address, _ => new FieldValue.Number(port)),
            null when !address.IsKnown => address,
            _ => estate.FactOf(file, StatedPort),
        };
    }

    private static ConnectionAddress? Parse(Fact stated) =>
        stated.Value is FieldValue.Text { Value: var text } ? ConnectionAddress.TryParse(text) : null;
}
