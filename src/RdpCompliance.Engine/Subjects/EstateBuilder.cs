using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.GroupPolicy;
using RdpCompliance.Engine.Derivations.Identity;
using RdpCompliance.Engine.Derivations.Rights;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Subjects;

/// <summary>Says whose evidence each source is, and makes the subjects of every kind.</summary>
/// <param name="change">What would be rolled out onto the machines and resources of the evidence; empty for the estate as it is.</param>
internal sealed class EstateBuilder(Pack pack, ScanSettings settings, ImmutableArray<SourceEvidence> change)
{
    private static readonly DiagnosticDescriptor MissingGpo = new(
        "RDP0060", DiagnosticEffect.Damage, "'{0}' is declared as a GPO of '{1}' and is not among the inputs, so what it states is not known.");

    private const string UnnamedMachine = "this computer";
    private readonly List<Subject> _subjects = [];
    private readonly List<Diagnostic> _diagnostics = [];

    public EstateBuilder(Pack pack, ScanSettings settings)
        : this(pack, settings, [])
    {
    }

    /// <summary>What the settings say of the evidence and the evidence does not hold.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    public Estate Build(IEnumerable<SourceEvidence> evidence)
    {
        var all = evidence.ToImmutableArray();
        var standing = PolicyObject.AllOf(all, PolicyTime.Standing);
        var reach = new PolicyReach(standing, [], new(all), settings);
        var reachChanged = change.IsEmpty ? reach : new PolicyReach(standing, RolledOut.ObjectsOf(change), new([.. all, .. change]), settings);
        foreach (var machine in Machines.Group(all, settings.Hosts))
        {
            AddMachine(machine, ConnectionsBeside(machine, all), reach, reachChanged);
        }

        foreach (var gpo in all.Where(source => source.Origin is Origin.GroupPolicy).GroupBy(source => ((Origin.GroupPolicy)source.Origin).Root, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var (name, part) in PolicyObject.ByName([.. gpo]))
            {
                AddGpo(name ?? gpo.Key, part);
            }
        }

        var resources = new ResourceSubjects(pack);
        foreach (var source in RolledOut.Resources(all, change))
        {
            _subjects.AddRange(resources.Of(source));
            AddConnections(source);
        }

        _subjects.AddRange(Derivations.Azure.AzureEstateDerivation.SubjectOf(pack, _subjects));
        return new(pack, _subjects, settings.AsOf) { ReachableFrom = settings.ReachableFrom };
    }

    /// <summary>The connection files in the folders of a machine's evidence.</summary>
    private static IReadOnlyList<Source> ConnectionsBeside(Machine machine, ImmutableArray<SourceEvidence> all)
    {
        var folders = machine.Evidence.Select(source => Machines.FolderOf(source.Origin)).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. all.Where(source => source.Origin is Origin.ClientConnection && folders.Contains(source.Source.Folder)).Select(source => source.Source)];
    }

    private void AddMachine(Machine machine, IReadOnlyList<Source> connections, PolicyReach reach, PolicyReach reachChanged)
    {
        if (pack.Kind(SubjectKind.Machine) is not { } kind)
        {
            return;
        }

        var name = machine.Name ?? UnnamedMachine;
        var place = PlaceOf(machine.Evidence);
        var present = new EvidenceIndex(machine.Evidence.Select(source => ResultantWinners.Of(MachineValues.AddTo(AccountRights.AddTo(source)))));
        var policies = reach.Of(machine.Declaration, present);
        _diagnostics.AddRange(policies.Missing.Select(missing => new Diagnostic(MissingGpo, place, missing, name)));
        var standing = AppliedPolicy.To(present, policies);
        var index = ReferenceEquals(reach, reachChanged) ? standing : AppliedPolicy.To(present, reachChanged.Of(machine.Declaration, present));
        var declared = machine.Declaration is { Roles.IsEmpty: false } declaration ? declaration.Roles : settings.Roles;

        // A machine that people connect to stays one when a policy would shut them out.
        var states = new[] { present, standing, index }.Distinct().Select(state => new Subject(kind, name, state, JudgementMode.InForce) { Place = place });
        var roles = declared.IsEmpty ? Roles.Union(states.Select(state => Roles.Derive(state, connections, pack, settings.AsOf))) : Roles.Declared(declared, place);
        var subject = new Subject(kind, name, index, JudgementMode.InForce)
        {
            Place = place,
            Derived = ImmutableDictionary<string, Fact>.Empty.Add(Roles.Field, roles),
        };
        _subjects.Add(subject);
        AddThings(subject);
    }

    private void AddGpo(string root, ImmutableArray<SourceEvidence> evidence)
    {
        if (pack.Kind(SubjectKind.Machine) is not { } machineKind || pack.Kind(SubjectKind.Gpo) is not { } gpoKind)
        {
            return;
        }

        var origins = evidence.Select(source => (Origin.GroupPolicy)source.Origin).ToList();
        var name = origins.Find(origin => origin.Name is not null)?.Name ?? root;
        var place = PlaceOf(evidence);
        var index = new EvidenceIndex(evidence);
        _subjects.Add(new(gpoKind, name, index, JudgementMode.Stated) { Place = place });

        // The machine that the GPO would make: roles are taken as all, and silence is unknown.
        var machine = new Subject(machineKind, name, index, JudgementMode.Stated)
        {
            Place = place,
            Derived = ImmutableDictionary<string, Fact>.Empty.Add(Roles.Field, Roles.Declared(Roles.All, place)),
        };
        _subjects.Add(machine);
        AddThings(machine);
    }

    private void AddThings(Subject machine)
    {
        foreach (var kind in pack.Kinds.Where(kind => kind.Name is not (SubjectKind.Machine or SubjectKind.Gpo)))
        {
            var made = new Dictionary<string, Subject>(StringComparer.OrdinalIgnoreCase);
            foreach (var thing in kind.Each.SelectMany(source => Things(source, kind, machine)))
            {
                // The same thing by key and by item is one: the registry gives its addresses, the items its fields.
                // Values of two stores are two things, whatever they are called.
                var identity = thing.Values is [var value, ..] ? value.Address.ToString() : thing.Name;
                made[identity] = made.TryGetValue(identity, out var first) ? Merge(first, thing) : thing;
            }

            _subjects.AddRange(made.Values);
        }
    }

    private IEnumerable<Subject> Things(SubjectSource source, SubjectKind kind, Subject machine)
    {
        switch (source)
        {
            case SubjectSource.RegistryKeys keys:
                var names = machine.Evidence.ChildrenOf(keys.Parent).Where(name => !keys.Except.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
                if (names.Count == 0 && machine.Mode == JudgementMode.Stated && IsStatedForAll(kind))
                {
                    // A policy for listeners names none: it is about every one.
                    return [Thing(kind, machine, $"every {kind.Name}", ImmutableDictionary<string, string>.Empty, [])];
                }

                return names.Select(name => Thing(kind, machine, name, keys.Values.SetItem(keys.Variable, name), [], keys.Parent.Below(name)));

            case SubjectSource.RegistryValues values:
                return machine.Evidence.In(values.Key)
                    .Where(one => one.Address.Name.Length > 0)
                    .GroupBy(one => one.Address.Name, StringComparer.OrdinalIgnoreCase)
                    .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(group => OfValues(kind, machine, values, LastOfEach(group)));

            case SubjectSource.Items items:
                return machine.Evidence.ItemsIn(items.Space)
                    .GroupBy(one => one.Item.Name, StringComparer.OrdinalIgnoreCase)
                    .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
                    .Select(group => Thing(kind, machine, group.First().Item.Name, ImmutableDictionary<string, string>.Empty.Add(items.Variable, group.First().Item.Name), [.. group]));

            case SubjectSource.Named named:
                return [Thing(kind, machine, named.Name, named.Values, [])];

            default:
                return [];
        }
    }

    /// <summary>Whether some address states a setting for all subjects of the kind at once.</summary>
    private bool IsStatedForAll(SubjectKind kind) =>
        pack.Settings.Any(setting => setting.Kind == kind.Name && setting.StatedBy.Any(statement => !statement.Address.Variables.Any()));

    private static Subject Thing(SubjectKind kind, Subject machine, string name, ImmutableDictionary<string, string> variables, ImmutableArray<IndexedItem> items, RegistryKey? key = null) =>
        new(kind, name, machine.Evidence, machine.Mode)
        {
            Owner = machine,
            Variables = variables,
            Items = items,
            Place = items is [var first, ..] ? first.Item.Location : (key is { } known ? machine.Evidence.PlaceOf(known) : null) ?? machine.Place,
        };

    private static Subject OfValues(SubjectKind kind, Subject machine, SubjectSource.RegistryValues source, ImmutableArray<IndexedObservation> values) =>
        new(kind, values[0].Address.Name, machine.Evidence, machine.Mode)
        {
            Owner = machine,
            Variables = source.Values.SetItem(source.Variable, values[0].Address.Name),
            Values = values,
            Place = values[0].Observation.Location,
        };

    /// <summary>Within one source the last statement counts, as importing it would.</summary>
    private static ImmutableArray<IndexedObservation> LastOfEach(IEnumerable<IndexedObservation> statements) =>
        [.. statements.GroupBy(one => one.Source).Select(group => group.OrderByDescending(one => one.Observation.Precedence ?? 0).Last())];

    private static Subject Merge(Subject first, Subject second) => new(first.Kind, first.Name, first.Evidence, first.Mode)
    {
        Owner = first.Owner,
        Variables = first.Variables.SetItems(second.Variables),
        Items = [.. first.Items, .. second.Items],
        Place = first.Place,
    };

    /// <summary>One subject for each .rdp file: its lines are the items of space "rdp", each a field.</summary>
    private void AddConnections(SourceEvidence source)
    {
        if (source.Origin is not Origin.ClientConnection || pack.Kind("rdp-file") is not { } kind)
        {
            return;
        }

        var index = new EvidenceIndex([source]);
        _subjects.Add(new(kind, source.Source.Name, index, JudgementMode.InForce) { Place = PlaceOf([source]) });
    }

    private static Location PlaceOf(ImmutableArray<SourceEvidence> evidence)
    {
        var first = evidence[0];
        var unit = first.Observations is [var observation, ..] ? observation.Location.Unit
            : first.Items is [var item, ..] ? item.Location.Unit
            : SpanUnit.Characters;
        return Location.StartOf(first.Source, unit);
    }
}
