using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Reports.Diagnoses;

/// <summary>A diagnosis for a ticket or the summary of a job.</summary>
internal static class DiagnosisMarkdown
{
    public static string Of(Diagnosis diagnosis)
    {
        var page = new StringBuilder();
        page.Append(
            CultureInfo.InvariantCulture,
            $"## {MarkdownText.Escape(DiagnosisWords.Codes(diagnosis.Question))}\n\n**{MarkdownText.Escape(DiagnosisWords.Answer(diagnosis))}**\n");
        foreach (var target in diagnosis.IsDocumented ? diagnosis.Targets : [])
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {MarkdownText.Escape(target.Name)}\n");
            Append(page, "Present", DiagnosisWords.Of(target.Causes, CauseVerdict.Present), Proof, "Where, and what to do");
            Append(page, "Left behind, not the cause", DiagnosisWords.Of(target.Residue, CauseVerdict.Present), Proof, "Where, and what to do");
            Append(page, "Present, and documented for other codes", target.Others, Proof, "Where, and what to do");
            var all = target.Causes.AddRange(target.Residue);
            Append(page, "Cannot be known", DiagnosisWords.Of(all, CauseVerdict.Unknown), cause => DiagnosisWords.Needs(cause) ?? "", "Needs");
            Append(page, "To be tested by a person", DiagnosisWords.Of(all, CauseVerdict.Manual), cause => cause.Cause.Test ?? "", "Test");
            Append(page, "Ruled out", DiagnosisWords.Of(all, CauseVerdict.RuledOut), cause => DiagnosisWords.Because(cause).FirstOrDefault() ?? "", "Because");
            Append(page, "Named by the web, and no cause", DiagnosisWords.Myths(target.Causes), cause => cause.Cause.Truth, "What is true");
        }

        if (diagnosis is { IsDocumented: true, ToCollect.IsEmpty: false })
        {
            page.Append("\n### What to collect next\n\n");
            foreach (var input in diagnosis.ToCollect)
            {
                var what = input.Command is { } command ? MarkdownText.Code(command) : MarkdownText.Escape(input.What);
                page.Append(CultureInfo.InvariantCulture, $"- {Tally.Amount(input.Causes, "cause")}: {what}\n");
            }
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, string title, ImmutableArray<DiagnosedCause> causes, Func<DiagnosedCause, string> textOf, string column)
    {
        if (causes.IsEmpty)
        {
            return;
        }

        page.Append(
            CultureInfo.InvariantCulture,
            $"\n#### {title} ({causes.Length.ToString(CultureInfo.InvariantCulture)})\n\n| Cause | Fits | {column} |\n| --- | --- | --- |\n");
        foreach (var cause in causes)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {MarkdownText.Code(cause.Cause.Id)} {MarkdownText.Escape(cause.Cause.Title)} | {ContractName.Of(cause.Strength)} | {MarkdownText.Escape(textOf(cause))} |\n"
            );
        }
    }

    private static string Proof(DiagnosedCause cause)
    {
        var fix = cause is { ImpliedBy: null, Findings: [var first, ..] } ? RuleHelp.Of(first.Rule).FirstFix : null;
        var shows = DiagnosisWords.Shows(cause) is { } other ? $" {other}." : "";
        return $"{string.Join(" ", DiagnosisWords.Because(cause))}{shows}{(fix is null ? "" : $" Fix: {fix}")}";
    }
}
