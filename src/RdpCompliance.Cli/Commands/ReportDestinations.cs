using System.Collections.Immutable;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Reports;

namespace RdpCompliance.Cli.Commands;

/// <summary>Which report goes where. Without <c>--format</c> the text report goes to standard output.</summary>
internal sealed record ReportDestinations(ImmutableArray<(IReport Report, string? File)> Reports)
{
    public static ReportDestinations Parse(IReadOnlyList<string> formats, string? output, bool quiet, UsageProblems problems)
    {
        var reports = ImmutableArray.CreateBuilder<(IReport Report, string? File)>();
        foreach (var format in formats)
        {
            var (name, file) = format.IndexOf('=', StringComparison.Ordinal) is var equals and > 0 ? (format[..equals], format[(equals + 1)..]) : (format, output);
            if (ReportFormats.Find(name) is { } report)
            {
                reports.Add((report, file));
            }
            else
            {
                problems.Add($"--format: '{name}' is not a format; {PackReport.Nearest(name, ReportFormats.All.Select(known => known.Format))}.");
            }
        }

        if (formats.Count == 0 && (!quiet || output is not null) && ReportFormats.Find("text") is { } text)
        {
            reports.Add((text, output));
        }

        if (reports.Where(one => one.File is null or "-").Skip(1).Any())
        {
            problems.Add("--format: only one report fits on standard output; give the others a file as FORMAT=FILE.");
        }

        foreach (var file in reports.Where(one => one.File is not (null or "-")).GroupBy(one => one.File, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            problems.Add($"--format: '{file.Key}' would hold two reports; give each its own file.");
        }

        return new(reports.DrainToImmutable());
    }

    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(ScanResult result, ReportContext context, ProgramHost host)
    {
        foreach (var (report, file) in Reports)
        {
            if (file is null or "-")
            {
                report.Write(result, context, host.Output);
            }
            else
            {
                OutputFile.Write(Path.GetFullPath(file, host.WorkingDirectory), stream => report.Write(result, context with { Terminal = Terminal.File }, stream));
            }
        }
    }
}
