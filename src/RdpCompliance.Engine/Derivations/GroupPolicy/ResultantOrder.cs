using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>
/// The GPOs that a resultant policy names as applied, the winner first: filters and links were settled
/// when they were. Their administrative templates are named there by display name only,
/// so the values of those come from the GPO's own files.
/// </summary>
internal sealed record ResultantOrder(ImmutableArray<PolicyLink> Machine, ImmutableArray<PolicyLink> User)
{
    /// <returns><see langword="null"/> when no resultant policy of the machine names a GPO that was applied to it.</returns>
    public static ResultantOrder? Of(EvidenceIndex machine)
    {
        var links = machine.ItemsIn("gpo-link").Where(one => one.Source.Origin is Origin.ResultantPolicy).Select(one => one.Item).ToList();
        var order = new ResultantOrder(Applied(links, "machine"), Applied(links, "user"));
        return order.Machine.IsEmpty ? null : order;
    }

    /// <summary>What was applied last wins; order 0 was not applied.</summary>
    private static ImmutableArray<PolicyLink> Applied(List<Item> links, string half) =>
    [
        .. links.Where(link => link.Find("half")?.Value.ToString() == half)
            .Select(link => new PolicyLink(
                link.Find("gpo")?.Value.ToString() ?? "",
                link.GpoName,
                link.Find("enforced")?.Value is SettingValue.Flag { Value: true },
                link.Find("applied-order")?.Value is SettingValue.Number { Value: var order } ? order : 0))
            .Where(link => link.Order > 0)
            .OrderByDescending(link => link.Order),
    ];
}
