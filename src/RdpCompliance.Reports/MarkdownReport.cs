using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports.Diagnoses;
using RdpCompliance.Reports.Pages;

namespace RdpCompliance.Reports;

/// <summary>
/// The summary of a job: one sentence, the numbers, and the findings by cause with place and
/// next step. GitHub takes a megabyte a step; what does not fit is counted.
/// </summary>
public sealed class MarkdownReport(int mostBytes) : IReport
{
    /// <summary>GitHub's limit is 1,024 KiB for all that a step writes; the rest is left to others.</summary>
    private const int GitHubBytes = 1_000_000;

    /// <summary>Room that is kept for the sentence about what was left out.</summary>
    private const int Reserve = 400;

    public MarkdownReport()
        : this(GitHubBytes)
    {
    }

    public string Format => "markdown";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        var page = new Page(output, mostBytes - Reserve);
        if (result.Diagnosis is { } diagnosis)
        {
            if (!page.Write(DiagnosisMarkdown.Of(diagnosis)))
            {
                page.Finish($"{MarkdownText.Escape(DiagnosisWords.Answer(diagnosis))}\n");
            }

            return;
        }

        var tally = Tally.Of(result, context);
        page.Write(Head(result, tally));
        var steps = new Dictionary<string, string>(StringComparer.Ordinal);
        var left = 0;
        foreach (
            var (title, cause) in RollOutSections
                .Of(result)
                .SelectMany(section => ByCause(section.Findings, context).Select((cause, index) => (index == 0 ? section.Title : null, cause))))
        {
            var heading =
                $"{(title is null ? "" : $"\n## {title}\n")}\n### {MarkdownText.Escape(context.CauseTitle(cause.Key))}\n\n| Place | Finding | Next step |\n| --- | --- | --- |\n";
            foreach (var finding in cause)
            {
                var row = heading + Row(finding, context, steps);
                if (page.Write(row))
                {
                    heading = "";
                }
                else
                {
                    left++;
                }
            }
        }

        foreach (var damage in Damage(result))
        {
            left += page.Write(damage) ? 0 : 1;
        }

        page.Finish(
            left == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"\n{Tally.Amount(left, "more line")} did not fit into {mostBytes} bytes; the text, JSON and SARIF reports hold all of them.\n"));
    }

    /// <summary>Groups in the order of their worst finding; a finding with several causes stands under its first.</summary>
    private static IEnumerable<IGrouping<string, Finding>> ByCause(ImmutableArray<Finding> findings, ReportContext context) => findings
        .Where(finding => finding.Verdict == Verdict.Fail || (finding.Verdict == Verdict.Undecided && context.Undecided == UndecidedReporting.Written))
        .OrderBy(finding => finding.Verdict == Verdict.Fail ? 0 : 1)
        .ThenByDescending(finding => finding.Severity)
        .GroupBy(finding => finding.Rule.Causes is [var first, ..] ? first : finding.Rule.Title, StringComparer.Ordinal);

    private static string Head(ScanResult result, Tally tally)
    {
        var head = new StringBuilder("## RdpCompliance\n\n");
        head.Append(tally.Failing == 0 ? "" : $"**{Tally.Amount(tally.Failing, "finding")} to mend.** ");
        head.Append(CultureInfo.InvariantCulture, $"{tally.Answer}\n\n");
        head.Append("| Errors | Warnings | Notes | Undecided | Inputs read | Damaged |\n| --: | --: | --: | --: | --: | --: |\n");
        head.Append(
            CultureInfo.InvariantCulture,
            $"| {tally.Errors} | {tally.Warnings} | {tally.Notes} | {tally.Undecided} | {tally.Read} | {tally.Damaged} |\n\n");
        head.Append(CultureInfo.InvariantCulture, $"{tally.Judged}{(tally.NotOurs is { } foreign ? $" {MarkdownText.Escape(foreign)}" : "")}\n");
        head.Append(tally.LeftOut is { } skipped ? $"\n{MarkdownText.Escape(skipped)}\n" : "");
        head.Append(tally.Verdicts is { } verdicts ? $"\n{verdicts} {tally.NotAsked}\n" : tally.NotAsked is { } silent ? $"\n{silent}\n" : "");
        var wanted = tally.Wanted.ToList();
        head.Append(wanted.Count == 0 ? "" : "\nWhat would decide most:\n\n").AppendJoin("", wanted.Select(line => $"- {MarkdownText.Escape(line)}\n"));
        head.AppendJoin("", tally.Remarks.Select(remark => $"\n{MarkdownText.Escape(remark)}\n"));
        return head.ToString();
    }

    private static string Row(Finding finding, ReportContext context, Dictionary<string, string> steps)
    {
        var place = Linked(finding.Primary.Location, context);
        var id = RuleAddress.Of(finding.Rule) is { } page ? $"[{finding.Rule.Id}]({page})" : finding.Rule.Id;
        var rule = $"{ContractName.Of(finding)} {id}";
        if (!steps.TryGetValue(finding.Rule.Id, out var step))
        {
            var fix = RuleHelp.Of(finding.Rule).Find("Fix")?.Markdown.Split("\n\n", 2)[0];
            steps.Add(finding.Rule.Id, step = fix is null ? finding.Rule.Title : MarkdownText.Plain(fix));
        }

        var next = finding.Baseline == BaselineState.Absent ? "The change mends it."
            : finding.Need is { What: var needs } ? needs
            : step;
        return $"| {place} | {rule}: {MarkdownText.Escape(finding.Message)} | {MarkdownText.Escape(next)} |\n";
    }

    private static IEnumerable<string> Damage(ScanResult result)
    {
        var heading = "\n### Not or only partly readable\n\n";
        foreach (var diagnostic in result.Losses)
        {
            yield return $"{heading}- {MarkdownText.Code(PlaceOf(diagnostic.Location))}: {diagnostic.Id} {MarkdownText.Escape(diagnostic.Message)}\n";
            heading = "";
        }

        var explained = result.Losses.Select(diagnostic => diagnostic.Location.Source.Name).ToHashSet(StringComparer.Ordinal);
        foreach (
            var input in result.Inputs.Where(input =>
                input is { Outcome: InputOutcome.Foreign, IsArgument: true } or { Outcome: InputOutcome.Damaged } && !explained.Contains(input.Name)))
        {
            yield return
                $"{heading}- {MarkdownText.Code(input.Name)}{(input.Outcome == InputOutcome.Foreign ? ": of no known format" : "")}"
                    + $"{(input.Reason is { Length: > 0 } reason ? $": {MarkdownText.Escape(reason)}" : "")}\n";
            heading = "";
        }
    }

    /// <summary>With a link to the line where the repository is one of GitHub's and the commit is known.</summary>
    private static string Linked(Location location, ReportContext context)
    {
        var place = MarkdownText.Code(PlaceOf(location));
        if (
            context.Provenance is not { Revision: { } revision, Repository: { Host: "github.com" } repository }
            || context.PathBelowRoot(location.Source) is not { } path)
        {
            return place;
        }

        var project = repository.AbsoluteUri.EndsWith(".git", StringComparison.Ordinal) ? repository.AbsoluteUri[..^4] : repository.AbsoluteUri.TrimEnd('/');
        var line = location.Position is { } position ? string.Create(CultureInfo.InvariantCulture, $"#L{position.Line}") : "";

        // Parentheses would end the address.
        var address = $"{project}/blob/{Uri.EscapeDataString(revision)}/{RelativeUri.Of(path)}{line}";
        return $"[{place}]({address.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})";
    }

    private static string PlaceOf(Location location) => location.Position is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"{location.Source.Name}:{position.Line}")
        : location.Source.Name;

    /// <summary>Writes whole entries as long as there is room.</summary>
    private sealed class Page(Stream output, int room)
    {
        private int _room = room;

        public bool Write(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > _room)
            {
                return false;
            }

            _room -= bytes.Length;
            output.Write(bytes);
            return true;
        }

        public void Finish(string text) => output.Write(Encoding.UTF8.GetBytes(text));
    }
}
