using System.Collections.Immutable;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Reports.Diagnoses;

namespace RdpCompliance.Reports;

/// <summary>The contract for programs: <c>policies/schemas/findings.json</c>. Within one version members are added, never changed or removed.</summary>
public sealed class JsonReport : IReport
{
    private const int Version = 1;
    private const int FlushedBytes = 1 << 16;

    public string Format => "json";

    public void Write(ScanResult result, ReportContext context, Stream output)
    {
        using var json = new Utf8JsonWriter(output, JsonText.Options);
        if (result.Diagnosis is { } diagnosis)
        {
            DiagnosisJson.Write(json, diagnosis, result, context);
            json.Flush();
            output.WriteByte((byte)'\n');
            return;
        }

        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("tool");
        json.WriteString("name", "RdpCompliance");
        json.WriteString("version", context.ToolVersion);
        json.WriteEndObject();
        if (context.Times is { } times)
        {
            json.WriteStartObject("times");
            json.WriteString("start", times.Start.ToUniversalTime());
            json.WriteString("end", times.End.ToUniversalTime());
            json.WriteEndObject();
        }

        WriteSummary(json, result, Tally.Of(result, context), context);
        WriteFindings(json, "findings", result.Findings);
        if (result.Repaired is { } repaired)
        {
            WriteFindings(json, "repaired", repaired);
        }

        WriteDiagnostics(json, result.Diagnostics);
        WriteInputs(json, result.Inputs);
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    private static void WriteSummary(Utf8JsonWriter json, ScanResult result, Tally tally, ReportContext context)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("exitCode", context.ExitCode);
        json.WriteNumber("errors", tally.Errors);
        json.WriteNumber("warnings", tally.Warnings);
        json.WriteNumber("notes", tally.Notes);
        json.WriteNumber("undecided", tally.Undecided);
        json.WriteNumber("passes", tally.Passes);
        json.WriteNumber("failing", tally.Failing);
        json.WriteNumber("rules", tally.Rules);
        json.WriteBoolean("complete", result.IsComplete);
        if (tally.RollOut is { } rollOut)
        {
            json.WriteStartObject("rollOut");
            json.WriteNumber("breaks", rollOut.Breaks);
            json.WriteNumber("repairs", rollOut.Repairs);
            json.WriteNumber("leaves", rollOut.Leaves);
            json.WriteNumber("cannotBeKnown", rollOut.Unknown);
            json.WriteEndObject();
        }

        if (result.Account is { } account)
        {
            AccountJson.Write(json, account);
        }

        json.WriteStartObject("subjects");
        foreach (var (kind, count) in tally.Subjects)
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter json, string name, ImmutableArray<Finding> findings)
    {
        json.WriteStartArray(name);
        foreach (var finding in findings)
        {
            WriteFinding(json, finding);
            if (json.BytesPending > FlushedBytes)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteText("name", finding.Rule.Name);
        json.WriteText("title", finding.Rule.Title);
        json.WriteString("verdict", ContractName.Of(finding.Verdict));
        json.WriteString("severity", ContractName.Of(finding.Severity));
        json.WriteString("confidence", ContractName.Of(finding.Rule.Confidence));
        if (finding.Rule.SecuritySeverity is { } score)
        {
            json.WriteString("securitySeverity", score);
        }

        json.WriteStartArray("causes");
        foreach (var cause in finding.Rule.Causes)
        {
            json.WriteText(cause);
        }

        json.WriteEndArray();
        json.WriteStartObject("subject");
        json.WriteText("kind", finding.Subject.Kind);
        json.WriteText("name", finding.Subject.Name);
        Optional(json, "owner", finding.Subject.Owner);
        json.WriteEndObject();
        json.WriteText("message", finding.Message);
        Optional(json, "baseline", finding.Baseline is { } baseline ? ContractName.Of(baseline) : null);
        Optional(json, "reason", finding.Reason is { } reason ? ContractName.Of(reason) : null);
        WriteNeed(json, finding.Need);
        json.WriteStartObject("place");
        WritePlace(json, finding.Primary);
        json.WriteEndObject();
        json.WriteStartArray("related");
        foreach (var related in finding.Related)
        {
            json.WriteStartObject();
            WritePlace(json, related);
            json.WriteText("text", related.Text);
            json.WriteBoolean("step", related.IsStep);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteConcerns(json, finding.Concerns);
        json.WriteText("identity", finding.Identity);
        json.WriteEndObject();
    }

    private static void WriteNeed(Utf8JsonWriter json, FindingNeed? need)
    {
        if (need is null)
        {
            return;
        }

        json.WriteStartObject("needs");
        json.WriteString("kind", ContractName.Of(need.Kind));
        json.WriteText("what", need.What);
        if (need.Where is { } where)
        {
            json.WriteStartObject("place");
            WriteLocation(json, where);
            json.WriteEndObject();
        }

        Optional(json, "command", need.Command);
        json.WriteEndObject();
    }

    /// <summary>Several things about which one place decides, each with the places that lead there.</summary>
    private static void WriteConcerns(Utf8JsonWriter json, ImmutableArray<Concern> concerns)
    {
        if (concerns.Length < 2)
        {
            return;
        }

        json.WriteStartArray("concerns");
        foreach (var concern in concerns)
        {
            json.WriteStartObject();
            json.WriteText("kind", concern.Name.Kind);
            json.WriteText("name", concern.Name.Name);
            Optional(json, "owner", concern.Name.Owner);
            Optional(json, "deployment", concern.Deployment);
            Optional(json, "world", concern.World);
            json.WriteStartArray("chain");
            foreach (var place in concern.Chain)
            {
                json.WriteStartObject();
                WritePlace(json, place);
                json.WriteText("text", place.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDiagnostics(Utf8JsonWriter json, ImmutableArray<Diagnostic> diagnostics)
    {
        json.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics)
        {
            json.WriteStartObject();
            json.WriteString("id", diagnostic.Id);
            json.WriteString("effect", ContractName.Of(diagnostic.Effect));
            json.WriteText("message", diagnostic.Message);
            json.WriteStartObject("place");
            WriteLocation(json, diagnostic.Location);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInputs(Utf8JsonWriter json, ImmutableArray<ScannedInput> inputs)
    {
        json.WriteStartArray("inputs");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteText("name", input.Name);
            json.WriteString("outcome", ContractName.Of(input.Outcome));
            Optional(json, "format", input.Format);
            Optional(json, "reason", input.Reason);
            json.WriteBoolean("argument", input.IsArgument);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePlace(Utf8JsonWriter json, FindingPlace place)
    {
        WriteLocation(json, place.Location);
        if (place.Address is { } address)
        {
            json.WriteText("address", address);
            json.WriteText("addressKind", place.AddressKind);
        }
    }

    private static void WriteLocation(Utf8JsonWriter json, Location location)
    {
        json.WriteText("source", location.Source.Name);
        if (location.Unit == SpanUnit.Characters)
        {
            if ((location.Position, location.EndPosition) is ({ } start, { } end))
            {
                json.WriteNumber("line", start.Line);
                json.WriteNumber("column", start.Column);
                json.WriteNumber("endLine", end.Line);
                json.WriteNumber("endColumn", end.Column);
            }

            json.WriteNumber("charOffset", location.Start);
            json.WriteNumber("charLength", location.Length);
        }
        else
        {
            json.WriteNumber("byteOffset", location.Start);
            json.WriteNumber("byteLength", location.Length);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteText(name, text);
        }
    }
}
