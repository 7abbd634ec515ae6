using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>
/// A resultant policy lists every GPO that states a value; the machine has that of precedence 1, or of the next one where the report leaves that out.
/// </summary>
internal static class ResultantWinners
{
    public static SourceEvidence Of(SourceEvidence source)
    {
        if (source.Origin is not Origin.ResultantPolicy)
        {
            return source;
        }

        var values = Best(source.Observations.Select(one => (one.Address, one.Precedence)));
        var items = Best(source.Items.Select(item => (Address: (Address)new Address.Item(item.Space, item.Name, ""), item.Precedence)));
        return source with
        {
            Observations = [.. source.Observations.Where(one => IsBest(values, one.Address, one.Precedence))],
            Items = [.. source.Items.Where(item => IsBest(items, new Address.Item(item.Space, item.Name, ""), item.Precedence))],
        };
    }

    private static Dictionary<Address, int> Best(IEnumerable<(Address Address, int? Precedence)> statements)
    {
        var best = new Dictionary<Address, int>();
        foreach (var (address, precedence) in statements)
        {
            if (precedence is { } order && (!best.TryGetValue(address, out var known) || order < known))
            {
                best[address] = order;
            }
        }

        return best;
    }

    /// <summary>Without a precedence nobody can say that it lost.</summary>
    private static bool IsBest(Dictionary<Address, int> best, Address address, int? precedence) =>
        precedence is not { } order || !best.TryGetValue(address, out var known) || order == known;
}
