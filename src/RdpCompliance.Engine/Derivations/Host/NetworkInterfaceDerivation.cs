using System.Collections.Immutable;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Host;

/// <summary>Whether an interface names other DNS servers than DHCP gives it. The order of a list and what separates it say nothing.</summary>
internal sealed class NetworkInterfaceDerivation : IFieldDerivation
{
    private static readonly char[] Separators = [',', ';', ' ', '\t'];

    public string Kind => "network-interface";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate)
    {
        if (field != "replaces-dns")
        {
            return null;
        }

        var own = estate.FactOf(subject, "name-server");
        var given = estate.FactOf(subject, "dhcp-name-server");
        return (own, given) switch
        {
            ({ IsKnown: false }, _) => own,
            (_, { IsKnown: false }) => given,
            _ => Fact.Known(
                new FieldValue.Flag(ServersOf(own) is { Count: > 0 } servers && ServersOf(given) is { Count: > 0 } dhcp && !servers.SetEquals(dhcp))
            ) with
            {
                Grounds = [.. own.Grounds, .. given.Grounds],
                Because = $"{own.Because} and {given.Because}",
                Unless = own.Unless.IsEmpty ? given.Unless : own.Unless,
            },
        };
    }

    private static HashSet<string> ServersOf(Fact fact) =>
        [
            .. (fact.Value?.ToString() ?? "")
                .Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(server => server != "0.0.0.0"),
        ];
}
