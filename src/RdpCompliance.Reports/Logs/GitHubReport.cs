using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.Logs;

/// <summary>Annotations of a GitHub workflow, the worst first: GitHub shows ten of each kind a step.</summary>
public sealed class GitHubReport : IReport
{
    private const int Shown = 10;

    public string Format => "github";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        var findings = RollOutSections.Own(result)
            .Where(finding => finding.Verdict == Verdict.Fail || (finding.Verdict == Verdict.Undecided && context.Undecided == UndecidedReporting.Written))
            .OrderByDescending(finding => finding.Verdict == Verdict.Fail)
            .ThenByDescending(finding => finding.Severity)
            .ToList();
        foreach (var finding in findings)
        {
            writer.WriteLine(Command(KindOf(finding), context, finding.Primary.Location, $"{finding.Rule.Id} {finding.Rule.Title}", finding.Message));
        }

        foreach (var diagnostic in result.Losses)
        {
            writer.WriteLine(
                Command(
                    diagnostic.Effect == DiagnosticEffect.Refusal ? "error" : "warning",
                    context,
                    diagnostic.Location,
                    $"{diagnostic.Id} Not or only partly readable",
                    diagnostic.Message));
        }

        foreach (var input in result.Inputs.Where(input => input is { Outcome: InputOutcome.Foreign, IsArgument: true }))
        {
            var what = VisibleText.Line(input.Reason is { } reason ? $"'{input.Name}' is {reason}" : input.Name);
            writer.WriteLine($"::error title=Of no known format::{LogCommand.GitHubData(what)}");
        }

        if (findings.GroupBy(KindOf, StringComparer.Ordinal).Any(kind => kind.Count() > Shown))
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GitHub shows {Shown} annotations of a kind; all {findings.Count} are in this log."));
        }

        var tally = Tally.Of(result, context);
        foreach (var line in tally.Account)
        {
            writer.WriteLine(VisibleText.Line(line));
        }
    }

    private static string KindOf(Finding finding) => finding switch
    {
        { Verdict: Verdict.Undecided } => "notice",
        { Severity: Severity.Error } => "error",
        { Severity: Severity.Warning } => "warning",
        _ => "notice",
    };

    private static string Command(string kind, ReportContext context, Location location, string title, string message)
    {
        var place = context.PathBelowRoot(location.Source) is { } path
            ? $"file={LogCommand.GitHubProperty(VisibleText.Line(path))},{LinesOf(location)}"
            : $"file={LogCommand.GitHubProperty(VisibleText.Line(context.NearestPath(location.Source)))},line=1";
        return $"::{kind} {place},title={LogCommand.GitHubProperty(VisibleText.Line(title))}::{LogCommand.GitHubData(VisibleText.Line(message))}";
    }

    /// <summary>Columns only where the place ends in its line: GitHub refuses them otherwise.</summary>
    private static string LinesOf(Location location)
    {
        if (location.Position is not { } start)
        {
            return "line=1";
        }

        var last = location.Length == 0 ? start : (location with { Start = location.Start + location.Length - 1 }).Position ?? start;
        return last.Line == start.Line
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"line={start.Line},col={start.Column},endLine={last.Line},endColumn={(location.Length == 0 ? last.Column : last.Column + 1)}")
            : string.Create(CultureInfo.InvariantCulture, $"line={start.Line},endLine={last.Line}");
    }
}
