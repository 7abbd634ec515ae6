using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.GroupPolicy;

/// <summary>The evidence of a machine as it would be when all GPOs that reach it have been applied; each value that they change knows who changes it.</summary>
internal sealed class AppliedPolicy
{
    /// <summary>"Configure user Group Policy loopback processing mode": 1 merges, 2 replaces, and either applies the user half of the machine's GPOs.</summary>
    private static readonly Address.Registry Loopback = new(
        RegistryHalf.Machine, RegistryKey.LocalMachine.Below(@"SOFTWARE\Policies\Microsoft\Windows\System"), "UserPolicyMode");

    private readonly EvidenceIndex _present;
    private readonly EvidenceIndex _host;
    private readonly ReachingPolicies _reach;
    private readonly ImmutableArray<PolicyObject> _objects;
    private readonly Dictionary<object, PolicyApplication> _applications = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Address.Registry, (SourceEvidence Source, Observation Observation)> _values = [];
    private readonly Dictionary<Address.Item, (SourceEvidence Source, ItemField Field)> _fields = [];
    private PolicyStatements _statements;

    private AppliedPolicy(EvidenceIndex present, ReachingPolicies reach)
    {
        _present = present;
        _reach = reach;
        _host = new(present.Evidence.Where(source => source.Origin is not Origin.ResultantPolicy));
        _objects = [.. reach.Objects, .. present.Evidence.Where(source => source.Origin is Origin.ResultantPolicy).SelectMany(ResultantObjects)];
        _statements = new(_objects, present, (gpo, half) => half == RegistryHalf.User ? "users of the machine" : TargetsOf(gpo, half));
    }

    /// <param name="present">The machine's own evidence.</param>
    public static EvidenceIndex To(EvidenceIndex present, ReachingPolicies reach) =>
        reach.Objects.IsEmpty ? present : new AppliedPolicy(present, reach).Apply();

    private EvidenceIndex Apply()
    {
        // Whether the user half counts is said by the machine half.
        var users = UserTargets();
        _statements = new(_objects, _present, (gpo, half) =>
            TargetsOf(gpo, half) ?? (half == RegistryHalf.User && !_reach.AppliedToUser.Contains(gpo) ? users : null));
        foreach (var address in Touched())
        {
            Settle(address);
        }

        foreach (var (address, effects) in _statements.Fields.Where(field => field.Value.Exists(IsNew)))
        {
            Settle(address, effects);
        }

        return new(Combined(), _present, _applications);
    }

    private static bool IsNew(PolicyEffect effect) => effect.Gpo.Origin != PolicyOrigin.Resultant;

    private static IEnumerable<PolicyObject> ResultantObjects(SourceEvidence source) =>
        source
            .Observations.Select(one => one.GpoName)
            .Concat(source.Items.Select(item => item.GpoName))
            .OfType<string>()
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => new PolicyObject(PolicyOrigin.Resultant, PolicyTime.Standing, name, null, PolicyObject.Named(name, [source])));

    /// <summary>A resultant policy lists what was applied, so nothing is open about it; neither is about a file that is imported.</summary>
    private string? TargetsOf(PolicyObject gpo, RegistryHalf half) =>
        gpo.Origin != PolicyOrigin.Gpo || (half == RegistryHalf.User ? _reach.AppliedToUser : _reach.Applied).Contains(gpo)
            ? null
            : PolicyFilter.TargetsOf(gpo, _present);

    private string? UserTargets()
    {
        var mode = Settlement.Of(_statements.On(Loopback), PresentAt(Loopback), Wins) switch
        {
            Settlement.Decided { Value: var value } => value,
            Settlement.Untouched => PresentAt(Loopback).Value,
            _ => null,
        };
        return mode is SettingValue.Registry { Data: var data } && data.AsNumber() is 1 or 2
            ? null
            : "users whom the GPO reaches by their own place, or by loopback";
    }

    /// <summary>What the statements name, and what of the machine lies in keys that they empty or delete.</summary>
    private HashSet<Address.Registry> Touched()
    {
        var touched = _statements.Values.Where(address => _statements.On(address).Any(IsNew)).ToHashSet();
        if (_statements.DeletesKeys)
        {
            touched.UnionWith(_present.Evidence.SelectMany(source => source.Observations)
                .Where(one => one.Action == ObservedAction.Set).Select(one => one.Address).OfType<Address.Registry>()
                .Select(address => address with { Key = _present.Resolve(address.Key) })
                .Where(address => _statements.On(address).Any(IsNew)));
        }

        return touched;
    }

    private bool? Wins(PolicyEffect one, PolicyEffect other) => one.Wins(other, _reach);

    private PresentValue PresentAt(Address.Registry address)
    {
        var found = _host.At(address);
        return found switch
        {
            [] => new(_host.Covers(address.Key), null),
            _ when found.Any(one => one.Observation.Action != found[0].Observation.Action || !one.Observation.Value.IsSameAs(found[0].Observation.Value)) =>
                new(false, null),
            [{ Observation: { Action: ObservedAction.Set, Value: var value } }, ..] => new(true, value),
            _ => new(true, null),
        };
    }

    private void Settle(Address.Registry address)
    {
        switch (Settlement.Of(_statements.On(address), PresentAt(address), Wins))
        {
            case Settlement.Decided { Deciders: [var first, ..] deciders, Value: var value } when deciders.Any(IsNew):
                Keep(
                    new(address, value ?? new SettingValue.Text(""), first.Location)
                    {
                        Action = value is null ? ObservedAction.DeleteValue : ObservedAction.Set,
                    },
                    first,
                    Decision(address, deciders));
                break;
            case Settlement.Undecided { Candidates: [var first, ..] candidates, Reason: var reason }:
                Keep(new(address, new SettingValue.Unresolved(reason, Needs(reason, candidates)), first.Location), first, Doubt(address, candidates, reason));
                break;
            default:
                break;
        }

        void Keep(Observation observation, PolicyEffect by, PolicyApplication application)
        {
            _values[address] = (by.Source, observation);
            _applications[observation] = application;
        }
    }

    private void Settle(Address.Item address, List<PolicyEffect> effects)
    {
        var present = _host.ItemsNamed(address.Space, address.Name).Select(one => one.Item.Find(address.Field)?.Value).OfType<SettingValue>().FirstOrDefault();
        switch (Settlement.Of(effects, new(present is not null || _host.CoversSpace(address.Space), present), Wins))
        {
            case Settlement.Decided { Deciders: [var first, ..] deciders, Value: { } value } when deciders.Any(IsNew):
                Keep(new(address.Field, value, first.Location), first, Decision(address, deciders));
                break;
            case Settlement.Undecided { Candidates: [var first, ..] candidates, Reason: var reason }:
                Keep(
                    new(address.Field, new SettingValue.Unresolved(reason, Needs(reason, candidates)), first.Location),
                    first,
                    Doubt(address, candidates, reason));
                break;
            default:
                break;
        }

        void Keep(ItemField field, PolicyEffect by, PolicyApplication application)
        {
            _fields[address] = (by.Source, field);
            _applications[field] = application;
        }
    }

    private PolicyApplication Decision(Address address, ImmutableArray<PolicyEffect> deciders) =>
        new(deciders[0].Gpo.Title, Says(deciders[0]))
        {
            Others = PlacesOf(address, deciders),
            MayBeOverriddenBy = _reach.MissingAbove(deciders[0].Gpo).ToList() is { Count: > 0 } missing
                ? new(UnknownReason.NotCollected, string.Join(", ", missing))
                : null,
        };

    private static PolicyApplication Doubt(Address address, ImmutableArray<PolicyEffect> candidates, UnknownReason reason)
    {
        var said = candidates
            .Select(effect => $"{Says(effect)} by {effect.Gpo.Title}{(effect.Targets is { } targets ? $" only for {targets}" : "")}")
            .Distinct(StringComparer.Ordinal);
        return new(candidates[0].Gpo.Title, Says(candidates[0]))
        {
            Others = PlacesOf(address, candidates),
            Doubt = reason == UnknownReason.NotCollected
                ? $"{address} is set by {candidates[0].Gpo.Title} only where it is absent"
                : $"{address} is {string.Join(" and ", said)}",
        };
    }

    private static string Says(PolicyEffect effect) => effect.Result is { } value ? $"{value}" : "deleted";

    private static ImmutableArray<Ground> PlacesOf(Address address, ImmutableArray<PolicyEffect> effects) =>
    [
        .. effects.Skip(1).Select(effect => new Ground(effect.Location, address, $"{effect.Gpo.Title} says {Says(effect)}")),
    ];

    private static string Needs(UnknownReason reason, ImmutableArray<PolicyEffect> candidates) =>
        reason switch
        {
            UnknownReason.Targeted =>
                $"whether this machine or user is among those whom {candidates.First(effect => effect.Targets is not null).Gpo.Title} is for (gpresult /x of the machine says so)",
            UnknownReason.Contradictory =>
                $"the order of {string.Join(" and ", candidates.Select(effect => effect.Gpo.Title).Distinct(StringComparer.Ordinal))} (gpos: of the host, Get-GPInheritance, or gpresult /x of the machine)",
            _ => "the value on the host",
        };

    /// <summary>The machine's statements without those that are displaced, and the statements of the GPOs that count.</summary>
    private IEnumerable<SourceEvidence> Combined()
    {
        foreach (var source in _present.Evidence)
        {
            yield return source with
            {
                Observations = _values.Count == 0 && !_statements.DeletesKeys ? source.Observations : [.. source.Observations.Where(IsKept)],
                Items = _fields.Count == 0 ? source.Items : [.. source.Items.Select(Kept).OfType<Item>()],
            };
        }

        var keys = _statements
            .Keys.Where(effect => effect.IsCertain && IsNew(effect))
            .ToLookup(effect => effect.Source, effect => (Observation)effect.Statement, ReferenceEqualityComparer.Instance);
        var values = _values.Values.ToLookup(kept => kept.Source, kept => kept.Observation, ReferenceEqualityComparer.Instance);
        var fields = _fields.ToLookup(
            kept => kept.Value.Source,
            kept => new Item(kept.Key.Space, kept.Key.Name, [kept.Value.Field], kept.Value.Field.Location),
            ReferenceEqualityComparer.Instance);
        foreach (var source in _objects.SelectMany(gpo => gpo.Evidence).Distinct<SourceEvidence>(ReferenceEqualityComparer.Instance))
        {
            if (keys.Contains(source) || values.Contains(source) || fields.Contains(source))
            {
                yield return source with
                {
                    Observations = [.. keys[source], .. values[source]],
                    Items = [.. fields[source]],
                    Coverage = [],
                    Diagnostics = [],
                };
            }
        }
    }

    private bool IsKept(Observation observation) => observation.Address is not Address.Registry registry
        || observation.Action switch
        {
            ObservedAction.Set or ObservedAction.DeleteValue => !_values.ContainsKey(registry with { Key = _present.Resolve(registry.Key) }),
            ObservedAction.Key => !_statements.DeletionsOf(_present.Resolve(registry.Key)).Any(effect => effect.IsCertain && IsNew(effect)),
            _ => true,
        };

    private Item? Kept(Item item)
    {
        var fields = item.Fields.Where(field => !_fields.ContainsKey(new(item.Space, item.Name, field.Name))).ToImmutableArray();
        return fields.Length == item.Fields.Length ? item : fields.IsEmpty ? null : item with { Fields = fields };
    }
}
