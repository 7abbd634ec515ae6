using System.Collections.Immutable;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Reports.Pages;
using RdpCompliance.Reports.Text;

namespace RdpCompliance.Reports.Diagnoses;

/// <summary>A diagnosis for people: what to do first, then each target with what is present, unknown and ruled out, then what to collect.</summary>
internal sealed class DiagnosisText(Ink ink, ReportContext context)
{
    private const int MostInputs = 8;
    private readonly WrappedInk _wrapped = new(ink, context.Terminal.Width);

    public void Write(Diagnosis diagnosis)
    {
        _wrapped.Line(DiagnosisWords.Codes(diagnosis.Question), 0, 2, Tone.Heading);
        ink.Line();
        _wrapped.Line(VisibleText.Line(DiagnosisWords.Answer(diagnosis)), 0, 2, Tone.Plain);
        ink.Line();
        if (!diagnosis.IsDocumented)
        {
            return;
        }

        foreach (var target in diagnosis.Targets)
        {
            WriteTarget(target, diagnosis);
        }

        WriteInputs(diagnosis.ToCollect);
    }

    private void WriteTarget(DiagnosedTarget target, Diagnosis diagnosis)
    {
        var what = target.Roles.IsEmpty ? target.Kind : string.Join(", ", target.Roles);
        var from = diagnosis.Clients.IsEmpty ? "" : $", from {string.Join(", ", diagnosis.Clients)}";
        _wrapped.Line(VisibleText.WholeLine($"{target.Name} ({what}{from})"), 0, 2, Tone.Heading);
        ink.Line();
        WriteProved("Present", DiagnosisWords.Of(target.Causes, CauseVerdict.Present));
        WriteProved("Left behind, not the cause", DiagnosisWords.Of(target.Residue, CauseVerdict.Present));
        WriteProved("Present, and documented for other codes", target.Others);
        WriteUnknown(DiagnosisWords.Of([.. target.Causes, .. target.Residue], CauseVerdict.Unknown));
        WriteList("To be tested by a person", target.Causes, CauseVerdict.Manual, Tone.Note, cause => cause.Cause.Test is { } test ? [test] : []);
        WriteList("Ruled out", [.. target.Causes, .. target.Residue], CauseVerdict.RuledOut, Tone.Pass, cause => DiagnosisWords.Because(cause).Take(1));
        WriteMyths(DiagnosisWords.Myths(target.Causes));
    }

    private void WriteProved(string title, ImmutableArray<DiagnosedCause> causes)
    {
        if (causes.IsEmpty)
        {
            return;
        }

        ink.Line($"  {title}", Tone.Heading);
        foreach (var cause in causes)
        {
            var severity = cause.Severity is { } known ? ContractName.Of(known) : "note";
            ink.Write("    ");
            ink.Write(severity, cause.Severity switch
            {
                Severity.Error => Tone.Error,
                Severity.Warning => Tone.Warning,
                _ => Tone.Note,
            });
            ink.Write($"  {cause.Cause.Id}  ");
            _wrapped.Line($"{cause.Cause.Title} (fit: {ContractName.Of(cause.Strength)})", 8 + severity.Length + cause.Cause.Id.Length, 6);
            WriteLines(DiagnosisWords.Because(cause));
            WriteField("unless", string.Join("; ", cause.Unless.Select(DiagnosisWords.Unless)));
            WriteField("but", DiagnosisWords.Shows(cause));
            WriteField("fix:", cause is { ImpliedBy: null, Findings: [var first, ..] } ? RuleHelp.Of(first.Rule).FirstFix : null);
        }

        ink.Line();
    }

    /// <summary>By what would decide them, the likeliest cause first.</summary>
    private void WriteUnknown(ImmutableArray<DiagnosedCause> causes)
    {
        if (causes.IsEmpty)
        {
            return;
        }

        ink.Line($"  Cannot be known ({Tally.Amount(causes.Length, "cause")})", Tone.Heading);
        foreach (var input in causes.GroupBy(DiagnosisWords.Input, StringComparer.Ordinal))
        {
            ink.Write("    needs ", Tone.Quiet);
            _wrapped.Line(VisibleText.Line(input.Key), 10, 10);
            ink.Write("      ");
            _wrapped.Line(string.Join(", ", input.Select(cause => cause.Cause.Id)), 6, 6, Tone.Undecided);
        }

        ink.Line();
    }

    private void WriteList(
        string title, ImmutableArray<DiagnosedCause> causes, CauseVerdict verdict, Tone tone, Func<DiagnosedCause, IEnumerable<string>> linesOf)
    {
        var listed = DiagnosisWords.Of(causes, verdict);
        if (listed.IsEmpty)
        {
            return;
        }

        ink.Line($"  {title} ({Tally.Amount(listed.Length, "cause")})", Tone.Heading);
        foreach (var cause in listed)
        {
            ink.Write("    ");
            ink.Write(cause.Cause.Id, tone);
            ink.Line();
            WriteLines(linesOf(cause));
        }

        ink.Line();
    }

    /// <summary>A myth is answered with what is true, whatever stands there.</summary>
    private void WriteMyths(ImmutableArray<DiagnosedCause> myths)
    {
        if (myths.IsEmpty)
        {
            return;
        }

        ink.Line("  Named by the web, and no cause", Tone.Heading);
        foreach (var myth in myths)
        {
            ink.Line($"    {myth.Cause.Id}{(myth.Verdict == CauseVerdict.Present ? ", which is so here" : "")}");
            WriteLines([myth.Cause.Truth]);
        }

        ink.Line();
    }

    private void WriteInputs(ImmutableArray<DecidingInput> inputs)
    {
        if (inputs.IsEmpty)
        {
            return;
        }

        ink.Line("What to collect next, and how many causes it decides", Tone.Heading);
        foreach (var input in context.Detail == ReportDetail.Verbose ? inputs : [.. inputs.Take(MostInputs)])
        {
            ink.Write("  ");
            _wrapped.Line(VisibleText.Line(DiagnosisWords.Line(input)), 2, 4);
        }

        ink.Line();
    }

    private void WriteLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            ink.Write("      ");
            _wrapped.Line(VisibleText.Line(line), 6, 8, Tone.Quiet);
        }
    }

    private void WriteField(string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            ink.Write($"      {name} ", Tone.Quiet);
            _wrapped.Line(VisibleText.Line(value), 7 + name.Length, 8);
        }
    }
}
