using System.Collections.Concurrent;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// Reads and judges realm by realm. First what concerns several realms is read (GPOs, links, connection files)
/// and kept; then each machine, GPO and deployment by itself, on all cores, of which verdicts and
/// a summary are kept; last the joins. The answer does not depend on the number of cores.
/// </summary>
internal sealed class RealmScan(RealmContext context, JudgePlan plan, Reading reading, CancellationToken cancellation)
{
    private readonly ResourceSubjects _resources = new(context.Pack.Kinds);
    private readonly ParallelOptions _options = new() { CancellationToken = cancellation };

    public Outcome Run()
    {
        var evidence = new SourceEvidence?[reading.Claims.Length];
        Parallel.ForEach(OfScope(ReaderScope.Several), _options, claim => evidence[claim] = reading.Read(claim));
        ImmutableArray<SourceEvidence> several = [.. evidence.OfType<SourceEvidence>()];
        var (shared, fault) = SharedOf(several);
        var machines = MachineUnits(several);
        ImmutableArray<(Func<Outcome> Judge, Location Place)> others =
        [
            .. shared.Gpos.Select(gpo => ((Func<Outcome>)(() => Outcome.Of(GpoRealm.Of(gpo, context), plan)), EvidencePlace.Of(gpo.Evidence))),
            .. several.Where(source => !source.Resources.IsEmpty).Select(source => ((Func<Outcome>)(() => OfDeployment(source)), StartOf(source.Source))),
            .. OfScope(ReaderScope.Deployment).Select(claim => ((Func<Outcome>)(() => OfDeployment(claim)), StartOf(reading.Claims[claim].Claim.Primary))),
            .. OfScope(ReaderScope.State)
                .GroupBy(claim => reading.Claims[claim].Claim.Primary.Folder, StringComparer.OrdinalIgnoreCase)
                .Select(folder => ((Func<Outcome>)(() => OfState([.. folder])), StartOf(reading.Claims[folder.First()].Claim.Primary))),
        ];
        var outcomes = new Outcome[machines.Length + others.Length];
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, outcomes.Length), EnumerablePartitionerOptions.NoBuffering),
            _options,
            unit => outcomes[unit] = unit < machines.Length
                ? Alone(() => OfMachines(machines[unit], shared), machines[unit].Place(reading))
                : Alone(others[unit - machines.Length].Judge, others[unit - machines.Length].Place));
        var together = OfOneName(machines, outcomes, shared);
        foreach (var claim in OfScope(ReaderScope.Several))
        {
            reading.Release(claim, isSilent: false);
        }

        return Outcome.Of([.. outcomes, .. Connections(shared, together, outcomes), fault]);
    }

    /// <summary>What concerns several realms; without group policy, and that is said, where what it leaves on machines cannot be told.</summary>
    private (Shared Shared, Outcome Fault) SharedOf(ImmutableArray<SourceEvidence> several)
    {
        try
        {
            return (new(several, [], context), Outcome.Nothing);
        }
        catch (Exception fault) when (Contained.Holds(fault) && several.FirstOrDefault(IsOfPolicy) is not null)
        {
            var place = StartOf(several.First(IsOfPolicy).Source);
            var said = new Outcome { Diagnostics = [Contained.Of(fault, "what group policy leaves on machines", place)] };
            return (new([.. several.Where(source => !IsOfPolicy(source))], [], context), said);
        }
    }

    private static bool IsOfPolicy(SourceEvidence source) => source.Origin is Origin.GroupPolicy or Origin.PolicyLinks;

    /// <summary>What fails in one realm ends that realm.</summary>
    private static Outcome Alone(Func<Outcome> judge, Location place)
    {
        try
        {
            return judge();
        }
        catch (Exception fault) when (Contained.Holds(fault))
        {
            return new() { Diagnostics = [Contained.Of(fault, "the judgement of what is here", place)] };
        }
    }

    private static Location StartOf(Source source) => Location.StartOf(source, SpanUnit.Bytes);

    private IEnumerable<int> OfScope(ReaderScope scope) =>
        Enumerable.Range(0, reading.Claims.Length).Where(claim => reading.Claims[claim].Reader.Scope == scope);

    /// <summary>The sources of one declared machine, or of one folder: they are read together.</summary>
    private ImmutableArray<MachineUnit> MachineUnits(ImmutableArray<SourceEvidence> several)
    {
        var units = new Dictionary<string, (List<int> Claims, List<SourceEvidence> Evidence)>(StringComparer.OrdinalIgnoreCase);
        foreach (var claim in OfScope(ReaderScope.Machine))
        {
            UnitOf(reading.Claims[claim].Claim.Primary, reading.Claims[claim].Claim.Folder).Claims.Add(claim);
        }

        foreach (var source in several)
        {
            if (Machines.FolderOf(source.Origin) is { } folder)
            {
                UnitOf(source.Source, folder).Evidence.Add(source);
            }
        }

        return [.. units.Values.Select(unit => new MachineUnit([.. unit.Claims], [.. unit.Evidence]))];

        (List<int> Claims, List<SourceEvidence> Evidence) UnitOf(Sources.Source source, string folder)
        {
            var key = Machines.DeclarationOf(source, context.Hosts) is { } host ? $"host {host.Name}" : $"folder {folder}";
            if (!units.TryGetValue(key, out var unit))
            {
                units.Add(key, unit = ([], []));
            }

            return unit;
        }
    }

    private Outcome OfMachines(MachineUnit unit, Shared shared)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var parts = new List<Outcome>();
        foreach (var machine in MachinesOf(unit, diagnostics))
        {
            cancellation.ThrowIfCancellationRequested();
            var (realm, missing) = shared.RealmOf(machine, context);
            if (!realm.Subjects.IsEmpty)
            {
                parts.Add(Outcome.Of(realm, plan) with { Machines = [MachineSummary.Of(machine, realm)] });
            }

            diagnostics.AddRange(missing);
        }

        var outcome = Outcome.Of([.. parts, new() { Diagnostics = diagnostics.DrainToImmutable() }]);
        foreach (var claim in unit.Claims)
        {
            reading.Release(claim, outcome.IsSilent);
        }

        return outcome;
    }

    private ImmutableArray<Machine> MachinesOf(MachineUnit unit, ImmutableArray<Diagnostic>.Builder diagnostics) =>
        Machines.Group(unit.Claims.Select(claim => reading.Read(claim)).OfType<SourceEvidence>().Concat(unit.Evidence), context.Hosts, diagnostics);

    private Outcome OfDeployment(int claim)
    {
        var outcome = reading.Read(claim) is { } source ? OfDeployment(source) : Outcome.Nothing;
        reading.Release(claim, outcome.IsSilent);
        return outcome;
    }

    private Outcome OfState(ImmutableArray<int> claims)
    {
        ImmutableArray<SourceEvidence> exports = [.. claims.Select(reading.Read).OfType<SourceEvidence>()];
        var outcome = Outcome.Of(StateRealm.Of(exports, context, _resources).Select(realm => Outcome.Of(realm, plan)));
        foreach (var claim in claims)
        {
            reading.Release(claim, outcome.IsSilent);
        }

        return outcome;
    }

    private Outcome OfDeployment(SourceEvidence source) =>
        Outcome.Of(DeploymentRealm.Of(source, source.Source.Name, context, _resources).Select(realm => Outcome.Of(realm, plan)));

    /// <summary>
    /// Folders whose machines carry one name are read again, together: whether they are one
    /// machine is told by what both state. That is rare, so that nothing is kept for it.
    /// </summary>
    /// <returns>The units as they are then, and where their outcomes stand.</returns>
    private ImmutableArray<(MachineUnit Unit, int Outcome)> OfOneName(ImmutableArray<MachineUnit> units, Outcome[] outcomes, Shared shared)
    {
        var first = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var joined = Enumerable.Range(0, units.Length).ToArray();
        for (var unit = 0; unit < units.Length; unit++)
        {
            foreach (var machine in outcomes[unit].Machines.Where(machine => machine.Id is SubjectId.Machine))
            {
                if (first.TryGetValue(machine.Name, out var other) && other != unit)
                {
                    Join(joined, RootOf(joined, other), RootOf(joined, unit));
                }
                else
                {
                    first[machine.Name] = unit;
                }
            }
        }

        var together = ImmutableArray.CreateBuilder<(MachineUnit Unit, int Outcome)>();
        foreach (var group in Enumerable.Range(0, units.Length).GroupBy(unit => RootOf(joined, unit)))
        {
            var members = group.ToList();
            if (members is [var alone])
            {
                together.Add((units[alone], alone));
                continue;
            }

            var all = new MachineUnit([.. members.SelectMany(unit => units[unit].Claims)], [.. members.SelectMany(unit => units[unit].Evidence)]);
            foreach (var unit in members)
            {
                outcomes[unit] = Outcome.Nothing;
            }

            outcomes[members[0]] = Alone(() => OfMachines(all, shared), all.Place(reading));
            together.Add((all, members[0]));
        }

        return together.DrainToImmutable();
    }

    private static int RootOf(int[] joined, int unit)
    {
        while (joined[unit] != unit)
        {
            unit = joined[unit];
        }

        return unit;
    }

    private static void Join(int[] joined, int one, int other) => joined[Math.Max(one, other)] = Math.Min(one, other);

    /// <summary>Joins connection files with the machines at their ends, which are read again.</summary>
    private IEnumerable<Outcome> Connections(Shared shared, ImmutableArray<(MachineUnit Unit, int Outcome)> units, Outcome[] outcomes)
    {
        var homes = units.SelectMany(unit => outcomes[unit.Outcome].Machines.Select(machine => (Machine: machine, unit.Unit))).ToList();
        var again = new Dictionary<SubjectId, Realm>();
        ImmutableArray<MachineSummary> machines = [.. homes.Select(home => home.Machine)];
        foreach (var connection in shared.Connections)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Alone(() => OfConnection(connection), StartOf(connection.Source));
        }

        Outcome OfConnection(SourceEvidence connection)
        {
            if (ConnectionRealm.SubjectOf(connection, context) is not { } file)
            {
                return Outcome.Nothing;
            }

            var (client, target) = ConnectionRealm.EndsOf(file, machines, context);
            return Outcome.Of(ConnectionRealm.Of(file, RealmOf(client), RealmOf(target), context), plan);
        }

        Realm? RealmOf(MachineSummary? summary)
        {
            if (summary is null)
            {
                return null;
            }

            if (!again.TryGetValue(summary.Id, out var realm))
            {
                var unit = homes.Find(home => ReferenceEquals(home.Machine, summary)).Unit;
                var machine = MachinesOf(unit, ImmutableArray.CreateBuilder<Diagnostic>()).First(one => one.Id == summary.Id);
                again[summary.Id] = realm = shared.RealmOf(machine, context).Realm;
            }

            return realm;
        }
    }

    /// <summary>The sources of one folder, or of one declared machine.</summary>
    /// <param name="Claims">Those that are read for it.</param>
    /// <param name="Evidence">Those that were read before.</param>
    private sealed record MachineUnit(ImmutableArray<int> Claims, ImmutableArray<SourceEvidence> Evidence)
    {
        public Location Place(Reading reading) =>
            StartOf(Claims is [var first, ..] ? reading.Claims[first].Claim.Primary : Evidence[0].Source);
    }
}
