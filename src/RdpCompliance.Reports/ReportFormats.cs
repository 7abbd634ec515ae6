using System.Collections.Immutable;
using RdpCompliance.Reports.Logs;
using RdpCompliance.Reports.Sarif;
using RdpCompliance.Reports.Text;

namespace RdpCompliance.Reports;

/// <summary>All formats of a scan's result, ordered by name.</summary>
public static class ReportFormats
{
    public static ImmutableArray<IReport> All { get; } =
    [
        new AzurePipelinesReport(),
        new CsvReport(),
        new GitHubReport(),
        new JsonReport(),
        new JUnitReport(),
        new MarkdownReport(),
        new SarifReport(),
        new TextReport(),
    ];

    /// <summary>Those that tell a diagnosis.</summary>
    public static IEnumerable<IReport> OfDiagnoses => All.Where(report => report is JsonReport or MarkdownReport or SarifReport or TextReport);

    /// <returns><see langword="null"/> when no format has that name.</returns>
    public static IReport? Find(string format) => All.FirstOrDefault(report => report.Format.Equals(format, StringComparison.OrdinalIgnoreCase));
}
