using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.Logs;

/// <summary>
/// Issues of an Azure Pipelines step. There are errors and warnings and nothing else, so notes and undecided verdicts are plain lines of the log.
/// </summary>
public sealed class AzurePipelinesReport : IReport
{
    public string Format => "azure-pipelines";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        foreach (var finding in RollOutSections.Own(result).Where(finding => finding.Verdict is Verdict.Fail or Verdict.Undecided))
        {
            var message = finding.Message;
            writer.WriteLine(finding is { Verdict: Verdict.Fail, Severity: not Severity.Note }
                ? Issue(ContractName.Of(finding.Severity), context, finding.Primary.Location, finding.Rule.Id, $"{finding.Rule.Id}: {message}")
                : $"{ContractName.Of(finding)} {finding.Rule.Id} {PathOf(context, finding.Primary.Location)}: {VisibleText.Line(message)}");
        }

        foreach (var diagnostic in result.Losses)
        {
            writer.WriteLine(
                Issue(
                    diagnostic.Effect == DiagnosticEffect.Refusal ? "error" : "warning",
                    context,
                    diagnostic.Location,
                    diagnostic.Id,
                    $"{diagnostic.Id}: {diagnostic.Message}"));
        }

        foreach (var input in result.Inputs.Where(input => input is { Outcome: InputOutcome.Foreign, IsArgument: true }))
        {
            var what = VisibleText.Line($"'{input.Name}' is {input.Reason ?? "of no known format."}");
            writer.WriteLine($"##vso[task.logissue type=error;]{LogCommand.AzurePipelines(what)}");
        }

        var tally = Tally.Of(result, context);
        foreach (var line in tally.Account)
        {
            writer.WriteLine(VisibleText.Line(line));
        }
    }

    private static string Issue(string type, ReportContext context, Location location, string code, string message)
    {
        var position = location.Position is { } start && context.PathBelowRoot(location.Source) is not null ? start : new LinePosition(1, 1);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"##vso[task.logissue type={type};sourcepath={LogCommand.AzurePipelines(PathOf(context, location))};"
                + $"linenumber={position.Line};columnnumber={position.Column};code={LogCommand.AzurePipelines(code)};]{LogCommand.AzurePipelines(VisibleText.Line(message))}"
        );
    }

    private static string PathOf(ReportContext context, Location location) =>
        VisibleText.Line(context.PathBelowRoot(location.Source) ?? context.NearestPath(location.Source));
}
