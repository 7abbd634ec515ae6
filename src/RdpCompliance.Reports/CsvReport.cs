using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports;

/// <summary>
/// One finding a line for spreadsheets (RFC 4180). A cell that a spreadsheet would take for a formula
/// begins with an apostrophe, and characters that would act are shown by their code;
/// the exact text is in JSON and SARIF.
/// </summary>
public sealed class CsvReport : IReport
{
    private static readonly string[] Header =
    [
        "rule",
        "name",
        "verdict",
        "severity",
        "confidence",
        "subject kind",
        "subject",
        "owner",
        "message",
        "needs",
        "causes",
        "file",
        "line",
        "column",
        "byte",
        "address",
    ];

    public string Format => "csv";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        using var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        WriteRow(writer, result.Repaired is null ? Header : [.. Header, "baseline"]);
        foreach (var finding in result.Findings.AddRange(result.Repaired ?? []))
        {
            var place = finding.Primary.Location;
            string[] cells =
            [
                finding.Rule.Id,
                finding.Rule.Name,
                ContractName.Of(finding.Verdict),
                ContractName.Of(finding.Severity),
                ContractName.Of(finding.Rule.Confidence),
                finding.Subject.Kind,
                finding.Subject.Name,
                finding.Subject.Owner ?? "",
                finding.Message,
                finding.Need?.What ?? "",
                string.Join(' ', finding.Rule.Causes),
                place.Source.Name,
                place.Position?.Line.ToString(CultureInfo.InvariantCulture) ?? "",
                place.Position?.Column.ToString(CultureInfo.InvariantCulture) ?? "",
                place.Position is null ? place.Start.ToString(CultureInfo.InvariantCulture) : "",
                finding.Primary.Address ?? "",
            ];
            WriteRow(writer, finding.Baseline is { } baseline ? [.. cells, ContractName.Of(baseline)] : cells);
        }
    }

    private static void WriteRow(StreamWriter writer, params ReadOnlySpan<string> cells)
    {
        for (var index = 0; index < cells.Length; index++)
        {
            writer.Write(index == 0 ? "\"" : ",\"");
            writer.Write(Cell(cells[index]));
            writer.Write('"');
        }

        writer.WriteLine();
    }

    private static string Cell(string text)
    {
        var line = VisibleText.Line(text).Replace("\"", "\"\"", StringComparison.Ordinal);

        // The full-width forms are formulas too where a spreadsheet takes East Asian input; it trims blanks before it looks.
        return line.AsSpan().TrimStart() is ['=' or '+' or '-' or '@' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..] ? $"'{line}" : line;
    }
}
