using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports.Sarif;

/// <summary>
/// SARIF 2.1.0 as GitHub code scanning, Advanced Security for Azure DevOps and the viewers take
/// it. Written as a stream; the findings are in memory already, the file never is.
/// </summary>
public sealed class SarifReport(SarifLimits limits) : IReport
{
    private const int FlushedBytes = 1 << 16;

    /// <summary>Results that are written on trial to learn how well this file compresses.</summary>
    private const int Sample = 200;

    public SarifReport()
        : this(SarifLimits.GitHub)
    {
    }

    public string Format => "sarif";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        // Code scanning of GitHub knows no baseline: what a roll-out repairs would become an alert there.
        var all = result.Findings.AddRange(context.Pipeline == Pipeline.GitHub ? [] : result.Repaired ?? []);
        ImmutableArray<Finding> findings = context.Undecided == UndecidedReporting.Written
            ? all
            : [.. all.Where(finding => finding.Verdict != Verdict.Undecided)];
        var plan = SarifPlan.Of(findings, limits);
        var rules = RulesOf(result, findings, context);
        var causes = rules.SelectMany(rule => rule.Causes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var fingerprints = new SarifFingerprints(context);
        var detail = Estimate(plan, rules, context, SarifContext.Full, fingerprints) > limits.Compressed ? SarifContext.Short : SarifContext.Full;
        var notices = Notices(
            all.Length,
            findings,
            plan,
            detail,
            detail == SarifContext.Short && Estimate(plan, rules, context, detail, fingerprints) > limits.Compressed);

        using var json = new Utf8JsonWriter(output, JsonText.Options);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        for (var index = 0; index < plan.Runs.Length; index++)
        {
            var run = new Run(context, limits, detail, rules, causes, fingerprints);
            run.WriteHead(json, result, notices, index, plan.Runs.Length);
            run.WriteResults(json, plan.Runs[index]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    /// <summary>The rules that have results and those that were asked for by name: a pack has hundreds, and their help is a megabyte.</summary>
    private static ImmutableArray<Rule> RulesOf(ScanResult result, ImmutableArray<Finding> findings, ReportContext context) =>
        [
            .. result
                .Rules.Where(rule => context.AskedRules.Contains(rule.Id, StringComparer.Ordinal))
                .Concat(findings.Select(finding => finding.Rule))
                .DistinctBy(rule => rule.Id, StringComparer.Ordinal)
                .OrderBy(rule => rule.Id, StringComparer.Ordinal),
        ];

    /// <summary>Bytes after gzip, from results spread evenly over the file; 0 where the file is small anyhow.</summary>
    private long Estimate(SarifPlan plan, ImmutableArray<Rule> rules, ReportContext context, SarifContext detail, SarifFingerprints fingerprints)
    {
        var count = plan.Runs.Sum(run => run.Length);
        if (count <= Sample)
        {
            return 0;
        }

        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            using var json = new Utf8JsonWriter(gzip, JsonText.Options);
            var all = plan.Runs.SelectMany(run => run).Where((_, index) => index % (count / Sample) == 0);
            new Run(context, limits, detail, rules, [], fingerprints).WriteSample(json, all);
        }

        return compressed.Length * (count / Math.Min(count, Sample));
    }

    private ImmutableArray<SarifNotice> Notices(int count, ImmutableArray<Finding> findings, SarifPlan plan, SarifContext detail, bool isTooLarge)
    {
        var notices = ImmutableArray.CreateBuilder<SarifNotice>();
        if (findings.Length < count)
        {
            notices.Add(
                new(SarifNotice.UndecidedLeftOut, $"{Tally.Amount(count - findings.Length, "undecided verdict")} left out; the text report tells them."));
        }

        if (plan.Grouping != SarifGrouping.None)
        {
            var how = plan.Grouping == SarifGrouping.ByMessage ? "one rule, message and file" : "one rule and severity";
            notices.Add(
                new(
                    SarifNotice.Grouped,
                    Said(
                        $"{findings.Length} findings are told as {plan.Runs.Sum(run => run.Length)} results, because a run may hold {limits.ResultsPerRun}: findings of {how} are one result."
                    )));
        }

        if (plan.Runs.Length > 1)
        {
            var divide = plan.Runs.Length > limits.Runs
                ? Said($"; a file may hold {limits.Runs} runs, so this one has to be divided before it is uploaded")
                : "";
            notices.Add(
                new(
                    SarifNotice.Split,
                    Said($"The results are written as {plan.Runs.Length} runs, because a run may hold {limits.ResultsPerRun}{divide}.")));
        }

        if (detail == SarifContext.Short)
        {
            notices.Add(
                new(
                    SarifNotice.Shortened,
                    Said($"Text around the places is left out, because the file would be larger than {limits.Compressed} bytes after gzip.")));
        }

        if (isTooLarge)
        {
            notices.Add(
                new(
                    SarifNotice.TooLarge,
                    Said(
                        $"The file is larger than {limits.Compressed} bytes after gzip; scan fewer paths at once and upload each file with a category of its own."
                    )));
        }

        return notices.DrainToImmutable();
    }

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>One run of the file.</summary>
    private sealed class Run(
        ReportContext context,
        SarifLimits limits,
        SarifContext detail,
        ImmutableArray<Rule> rules,
        ImmutableArray<string> causes,
        SarifFingerprints fingerprints)
    {
        private readonly SarifPlaceWriter _places = new(context, detail);

        public void WriteHead(Utf8JsonWriter json, ScanResult result, ImmutableArray<SarifNotice> notices, int index, int count)
        {
            var driver = new SarifDriverWriter(context);
            json.WriteStartObject();
            driver.WriteTool(json, rules, result.Diagnostics, causes);
            WriteAutomation(json, index, count);
            WriteProvenance(json);
            WriteBases(json);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("newlineSequences");
            json.WriteStringValue("\r\n");
            json.WriteStringValue("\n");
            json.WriteStringValue("\r");
            json.WriteEndArray();
            new SarifInvocationWriter(context, _places).Write(json, result, notices, index == 0);
            driver.WriteTaxonomies(json, causes);
        }

        public void WriteResults(Utf8JsonWriter json, IEnumerable<SarifResult> results)
        {
            json.WriteStartArray("results");
            WriteAll(json, results);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        public void WriteSample(Utf8JsonWriter json, IEnumerable<SarifResult> results)
        {
            json.WriteStartArray();
            WriteAll(json, results);
            json.WriteEndArray();
        }

        private void WriteAll(Utf8JsonWriter json, IEnumerable<SarifResult> results)
        {
            var writer = new SarifResultWriter(
                _places,
                fingerprints,
                limits,
                rules.Select((rule, index) => (rule.Id, index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal));
            foreach (var result in results)
            {
                writer.Write(json, result);
                if (json.BytesPending > FlushedBytes)
                {
                    json.Flush();
                }
            }
        }

        /// <summary>
        /// GitHub keeps one analysis for each category, which is the id up to its last '/', so the runs
        /// of one file need ids of their own. In Azure DevOps the id names the build,
        /// which is one for all of them.
        /// </summary>
        private void WriteAutomation(Utf8JsonWriter json, int index, int count)
        {
            json.WriteStartObject("automationDetails");
            if (count > 1)
            {
                SarifPlaceWriter.WriteMessage(json, "description", Said($"Part {index + 1} of {count}."));
            }

            if (context.Pipeline is Pipeline.AzurePipelines azure)
            {
                json.WriteText(
                    "id",
                    Said(
                        $"azuredevops/pipeline/build/{azure.Organization}/{azure.ProjectId}/{azure.DefinitionId}/{azure.PhaseId}/{azure.Branch}/{azure.BuildId}"
                    ));
                json.WriteStartObject("properties");
                json.WriteString("azuredevops/pipeline/build/buildDefinitionId", azure.DefinitionId.ToString(CultureInfo.InvariantCulture));
                json.WriteText("azuredevops/pipeline/build/buildDefinitionName", azure.DefinitionName);
                json.WriteString("azuredevops/pipeline/build/phaseId", azure.PhaseId);
                json.WriteText("azuredevops/pipeline/build/phaseName", azure.PhaseName);
                json.WriteEndObject();
            }
            else
            {
                json.WriteText("id", index == 0 ? $"rdpcompliance/{context.Category}/" : Said($"rdpcompliance/{context.Category}/part-{index + 1}/"));
            }

            json.WriteEndObject();
        }

        private void WriteProvenance(Utf8JsonWriter json)
        {
            if (context.Provenance is not { } git)
            {
                return;
            }

            json.WriteStartArray("versionControlProvenance");
            json.WriteStartObject();
            json.WriteString("repositoryUri", git.Repository.AbsoluteUri);
            if (git.Revision is { } revision)
            {
                json.WriteText("revisionId", revision);
            }

            if (git.Branch is { } branch)
            {
                json.WriteText("branch", branch);
            }

            json.WriteStartObject("mappedTo");
            json.WriteString("uriBaseId", SarifPlaceWriter.Root);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        private void WriteBases(Utf8JsonWriter json)
        {
            json.WriteStartObject("originalUriBaseIds");
            json.WriteStartObject(SarifPlaceWriter.Root);
            SarifPlaceWriter.WriteMessage(json, "description", context.SourceRoot);
            json.WriteEndObject();
            json.WriteStartObject(SarifPlaceWriter.Outside);
            SarifPlaceWriter.WriteMessage(json, "description", "Inputs outside of the source root, by the names that the scan gave them.");
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
