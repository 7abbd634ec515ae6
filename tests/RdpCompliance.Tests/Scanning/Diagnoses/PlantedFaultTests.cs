using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Scanning.Diagnoses;

/// <summary>
/// Faults that are planted one by one: what is present must be what was planted, the same machine without it must rule it out, and the one file that
/// shows it must suffice. The whole matrix is checked in, so that a rule that begins to speak of another cause is seen.
/// </summary>
public sealed class PlantedFaultTests
{
    private const double Precision = 0.98;
    private const double Recall = 0.97;
    private const double RuledOut = 0.95;

    private static readonly Lazy<IReadOnlyList<Outcome>> Outcomes = new(() => [.. PlantedFault.All.AsParallel().AsOrdered().Select(Outcome.Of)]);

    [Fact]
    public void The_confusion_matrix_is_as_it_is_checked_in() => GoldenFile.Check("confusion", Matrix());

    [Fact]
    public void What_is_present_is_what_was_planted()
    {
        var right = Outcomes.Value.Sum(one => one.Expected.Intersect(one.Present).Count());

        Assert.True((double)right / Outcomes.Value.Sum(one => one.Present.Count) >= Precision, Matrix());
        Assert.True((double)right / Outcomes.Value.Sum(one => one.Expected.Count) >= Recall, Matrix());
    }

    [Fact]
    public void A_healthy_machine_rules_out_what_its_evidence_can_tell() =>
        Assert.True((double)Outcomes.Value.Count(one => one.Repaired == CauseVerdict.RuledOut) / Outcomes.Value.Count >= RuledOut, Matrix());

    [Fact]
    public void Every_scenario_names_a_cause_and_no_cause_has_two()
    {
        var ids = Repository.Pack.Causes.Select(cause => cause.Id).ToHashSet(StringComparer.Ordinal);

        Assert.All(PlantedFault.All, fault => Assert.All(fault.With.Append(fault.Cause), id => Assert.Contains(id, ids)));
        Assert.Equal(PlantedFault.All.Count, PlantedFault.All.Select(fault => fault.Cause).Distinct(StringComparer.Ordinal).Count());
    }

    private static string Matrix()
    {
        var text = new StringBuilder();
        var all = Outcomes.Value;
        var right = all.Sum(one => one.Expected.Intersect(one.Present).Count());
        var present = all.Sum(one => one.Present.Count);
        var expected = all.Sum(one => one.Expected.Count);
        text.Append(CultureInfo.InvariantCulture, $"{all.Count} causes planted; present {present}, expected {expected}, both {right}\n");
        text.Append(CultureInfo.InvariantCulture, $"precision {(double)right / present:0.000}, recall {(double)right / expected:0.000}\n");
        text.Append(CultureInfo.InvariantCulture, $"ruled out when repaired {all.Count(one => one.Repaired == CauseVerdict.RuledOut)} of {all.Count}\n");
        text.Append(CultureInfo.InvariantCulture, $"present from the one file alone {all.Count(one => one.IsPresentAlone)} of {all.Count}\n\n");
        foreach (var one in all)
        {
            var missing = one.Expected.Except(one.Present).Order(StringComparer.Ordinal).ToList();
            var more = one.Present.Except(one.Expected).Order(StringComparer.Ordinal).ToList();
            var found = missing.Count == 0 ? "present" : $"missing {string.Join(' ', missing)}";
            var besides = more.Count == 0 ? "" : $", also {string.Join(' ', more)}";
            var alone = one.IsPresentAlone ? "" : "; not from its file alone";
            text.Append(CultureInfo.InvariantCulture, $"{one.Fault.Cause}: {found}{besides}; repaired {one.Repaired}{alone}\n");
        }

        return text.ToString();
    }

    private sealed record Outcome(PlantedFault Fault, IReadOnlySet<string> Expected, IReadOnlySet<string> Present, CauseVerdict Repaired, bool IsPresentAlone)
    {
        public static Outcome Of(PlantedFault fault)
        {
            var pair = Repository.Pack.Causes.Single(cause => cause.Id == fault.Cause).Pairs[0].Pair;
            var before = Diagnosed(PlantedMachine.Without(fault).Tree(), pair, fault);
            var after = Diagnosed(PlantedMachine.Of(fault).Tree(), pair, fault);
            var alone = Diagnosed(PlantedMachine.OnlyFault(fault).Tree(), pair, fault);
            return new(
                fault,
                Expectation(fault),
                Ids(after, CauseVerdict.Present),
                All(before).Where(cause => cause.Cause.Id == fault.Cause).Select(cause => cause.Verdict).DefaultIfEmpty(CauseVerdict.Unknown).Max(),
                Ids(alone, CauseVerdict.Present).Contains(fault.Cause));
        }

        /// <summary>What was planted, its other names, and what these bring along.</summary>
        private static HashSet<string> Expectation(PlantedFault fault)
        {
            var expected = new HashSet<string>(StringComparer.Ordinal);
            var open = new Queue<string>(fault.With.Prepend(fault.Cause));
            while (open.TryDequeue(out var id))
            {
                if (expected.Add(id))
                {
                    foreach (var implied in Repository.Pack.Causes.Single(cause => cause.Id == id).Implies)
                    {
                        open.Enqueue(implied);
                    }
                }
            }

            return expected;
        }

        private static HashSet<string> Ids(Diagnosis diagnosis, CauseVerdict verdict) =>
            [.. All(diagnosis).Where(cause => cause.Verdict == verdict).Select(cause => cause.Cause.Id)];

        private static IEnumerable<DiagnosedCause> All(Diagnosis diagnosis) =>
            diagnosis.Targets.SelectMany(target => target.Causes.Concat(target.Residue).Concat(target.Others));

        private static Diagnosis Diagnosed(SourceTree tree, ErrorPair pair, PlantedFault fault)
        {
            var settings = new ScanSettings { AsOf = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Roles = [.. fault.Roles], Question = new(pair) };
            return new Diagnose(Repository.Pack, EvidenceReaders.All, settings).Run(tree, CancellationToken.None).Diagnosis
                ?? throw new InvalidOperationException("Nothing was answered.");
        }
    }
}
