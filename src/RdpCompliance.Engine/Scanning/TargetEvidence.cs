using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>What rules said of one thing that people connect to, and why others said nothing.</summary>
/// <param name="Parts">The realms that speak of it, and which of their verdicts do.</param>
internal sealed record TargetEvidence(string Name, string Kind, Location Place, ImmutableArray<TargetPart> Parts)
{
    private ILookup<string, Judged>? _byRule;

    public ImmutableArray<string> Roles { get; init; } = [];

    public IEnumerable<Judged> Judged => Parts.SelectMany(part => part.Judged);

    public IEnumerable<Finding> Fails => Judged.Select(judged => judged.Finding).Where(finding => finding.Verdict == Verdict.Fail);

    public TargetEvidence With(IEnumerable<TargetPart> parts) => new(Name, Kind, Place, [.. Parts, .. parts]) { Roles = Roles };

    /// <summary>The verdicts of a rule: those about one thing in several worlds of a template are one.</summary>
    public ImmutableArray<Finding> Of(DecidingRule deciding)
    {
        _byRule ??= Judged.ToLookup(judged => judged.Finding.Rule.Id, StringComparer.Ordinal);
        return
        [
            .. Together.Of(_byRule[deciding.Rule].Where(judged => IsMeant(judged.Finding, deciding)))
                .OrderBy(finding => finding.Primary.Location)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
    }

    /// <summary>What speaks for a rule that would fail here; <see langword="null"/> when nothing does.</summary>
    public Finding? SpeakingFor(DecidingRule deciding) => Parts
        .SelectMany(part => part.Trace.Silenced.Where(one => part.IsMine(one.Silenced)))
        .Where(one => one.Silenced.Finding.Verdict != Verdict.Pass && one.Silenced.Finding.Rule.Id == deciding.Rule && IsMeant(one.Silenced.Finding, deciding))
        .Select(one => one.By)
        .FirstOrDefault();

    /// <summary>Why a rule without a verdict is silent.</summary>
    public RuleSilence SilenceOf(int ordinal, string kind)
    {
        var most = RuleSilence.NothingOfItsKind;
        foreach (var part in Parts)
        {
            var silence = part.Trace.Reckoning.SilenceOf(ordinal) switch
            {
                null => RuleSilence.DoesNotConcern,
                NotAskedReason.SwitchedOff => RuleSilence.SwitchedOff,
                NotAskedReason.Role => RuleSilence.OtherRole,
                _ when part.Trace.WholeKinds.Contains(kind) => RuleSilence.NoneThere,
                _ => RuleSilence.NothingOfItsKind,
            };
            most = silence > most ? silence : most;
        }

        return most;
    }

    private static bool IsMeant(Finding finding, DecidingRule deciding) =>
        deciding.Of is null || finding.Subject.Name.Equals(deciding.Of, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Why a rule has no verdict; the later says more of the target.</summary>
internal enum RuleSilence
{
    /// <summary>Nothing of its kind was seen, and not everything was.</summary>
    NothingOfItsKind,

    /// <summary>It speaks of machines of another role.</summary>
    OtherRole,

    /// <summary>Everything of its kind was seen, and there is none.</summary>
    NoneThere,

    SwitchedOff,

    /// <summary>It was put to the target and does not concern it.</summary>
    DoesNotConcern,
}

/// <param name="IsMine">Tells the verdicts of the realm that speak of the target.</param>
internal sealed record TargetPart(RealmTrace Trace, Func<Judged, bool> IsMine)
{
    public IEnumerable<Judged> Judged => Trace.Judged.Where(IsMine);

    public static TargetPart Whole(RealmTrace trace) => new(trace, _ => true);
}
