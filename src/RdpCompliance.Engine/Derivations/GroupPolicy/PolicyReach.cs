using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>
/// Which GPOs reach a machine: those that <c>hosts:</c> lists, else those that its resultant policy
/// names, else those that are linked to its place in the directory; besides, those that are
/// assumed, and the change of a roll-out.
/// A GPO that only lies beside a machine reaches nobody.
/// </summary>
/// <param name="standing">The GPOs of the inputs.</param>
/// <param name="change">What would be rolled out: it reaches every machine of which nobody says otherwise.</param>
internal sealed class PolicyReach(
    ImmutableArray<PolicyObject> standing,
    ImmutableArray<PolicyObject> change,
    PolicyLinks links,
    ImmutableArray<HostDeclaration> hosts,
    ImmutableArray<string> assumed)
{
    /// <summary>Where Windows keeps the name of the computer's account in the directory after it has applied policy.</summary>
    private static readonly Address.Registry DistinguishedName = new(
        RegistryHalf.Machine, RegistryKey.LocalMachine.Below(@"SOFTWARE\Microsoft\Windows\CurrentVersion\Group Policy\State\Machine"), "Distinguished-Name");

    /// <summary>A new version stands in the place of the GPO that it replaces.</summary>
    private readonly ImmutableArray<PolicyObject> _all =
    [
        .. standing.Where(old => !change.Any(old.IsSame)),
        .. change.Where(one => one.Origin == PolicyOrigin.Gpo),
    ];

    public ReachingPolicies Of(HostDeclaration? declaration, EvidenceIndex machine)
    {
        var applied = ResultantOrder.Of(machine);
        var placed = PlacedBy(declaration, applied, machine);
        var reaching = new List<PolicyObject>();
        reaching.AddRange(placed?.Levels.SelectMany(level => level.Objects).Where(gpo => gpo.Origin == PolicyOrigin.Gpo).Distinct() ?? []);
        reaching.AddRange(_all.Where(gpo => !reaching.Contains(gpo) && (gpo.Time == PolicyTime.Change ? IsRolledOut(gpo, placed) : IsAssumed(gpo))));
        reaching.AddRange(
            reaching
                .Where(gpo => gpo.Time == PolicyTime.Change)
                .SelectMany(gpo => standing.Where(gpo.IsSame).Select(old => WithdrawnValues.Of(old, gpo, machine)))
                .OfType<PolicyObject>()
                .ToList());
        reaching.AddRange(change.Where(one => one.Origin == PolicyOrigin.ImportedFile));

        // The machine's own order counts; without one, what all places agree on.
        ImmutableArray<PolicyChain> chains = placed is not null ? [placed] : [.. links.Places.Select(ChainAt).OfType<PolicyChain>()];
        return new([.. reaching], chains)
        {
            Applied = [.. reaching.Where(gpo => IsApplied(gpo, applied?.Machine ?? []))],
            AppliedToUser = [.. reaching.Where(gpo => IsApplied(gpo, applied?.User ?? []))],
            Missing = declaration is null ? [] : [.. declaration.Gpos.Where(entry => LevelsOf(entry).All(level => level.IsMissing))],
        };
    }

    /// <summary>The order that is stated for this machine; <see langword="null"/> when nobody states one.</summary>
    private PolicyChain? PlacedBy(HostDeclaration? declaration, ResultantOrder? applied, EvidenceIndex machine)
    {
        if (declaration is { Gpos.IsEmpty: false })
        {
            return new([.. declaration.Gpos.SelectMany(entry => LevelsOf(entry))]);
        }

        if (applied is not null)
        {
            return new([
                .. applied.Machine.Select(link => new PolicyLevel(
                    $"GPO '{link.Label}'",
                    [.. _all.Where(gpo => IsLinked(gpo, link)), new(PolicyOrigin.Resultant, PolicyTime.Standing, link.Label, link.Id, [])])),
            ]);
        }

        return machine.At(DistinguishedName) is [.., { Observation.Value: SettingValue.Registry { Data: var data } }]
            && data.AsText() is { Length: > 0 } name
            && DistinguishedPath.ParentOf(DistinguishedPath.Normalise(name)) is { } container
            ? ChainAt(container)
            : null;
    }

    /// <summary>An entry of <c>gpos:</c> is a GPO's name, id or path, or a place of the directory, which stands for all that reaches it.</summary>
    private ImmutableArray<PolicyLevel> LevelsOf(string entry) =>
        ChainAt(entry) is { } chain ? chain.Levels : [new($"GPO '{entry}'", [.. _all.Where(gpo => IsNamed(gpo, entry))])];

    private PolicyChain? ChainAt(string place)
    {
        if (links.At(place) is not { } found)
        {
            return null;
        }

        var levels = found.Links.Select(link => new PolicyLevel($"GPO '{link.Label}'", [.. _all.Where(gpo => IsLinked(gpo, link))]));
        return new(found.Unknown is { } unknown ? [new($"the list of GPOs linked to '{unknown}'", []), .. levels] : [.. levels]);
    }

    private static bool IsLinked(PolicyObject gpo, PolicyLink link) => gpo.Id is { } id && link.Id is { } linked
        ? id == linked
        : link.DisplayName is { } name && gpo.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A new version may have another filter than the one that was settled.</summary>
    private static bool IsApplied(PolicyObject gpo, ImmutableArray<PolicyLink> applied) =>
        gpo is { Origin: PolicyOrigin.Gpo, Time: PolicyTime.Standing } && applied.Any(link => IsLinked(gpo, link));

    private static bool IsNamed(PolicyObject gpo, string entry) =>
        gpo.Name.Equals(entry, StringComparison.OrdinalIgnoreCase)
        || (Guid.TryParse(entry, out var id) && gpo.Id == id)
        || (Glob.TryParse(entry) is { } path && gpo.Evidence.Any(source => path.Covers(source.Source.Name)));

    private bool IsAssumed(PolicyObject gpo) => gpo.Evidence.Any(source => assumed.Any(path => SourceTree.IsWithin(source.Source.Name, path)));

    /// <summary>A change that some list or some place names reaches those machines only whose own list or place does.</summary>
    private bool IsRolledOut(PolicyObject gpo, PolicyChain? placed) =>
        placed is null
        || !(
            hosts.Any(host => host.Gpos.Any(entry => LevelsOf(entry).Any(level => level.Objects.Contains(gpo))))
            || links.Places.Any(place => ChainAt(place)?.LevelOf(gpo) >= 0));
}
