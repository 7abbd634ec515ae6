using System.Collections.Immutable;
using System.Text.Json;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.Diagnoses;

/// <summary>The contract for programs: <c>policies/schemas/diagnosis.json</c>. Within one version members are added, never changed or removed.</summary>
internal static class DiagnosisJson
{
    private const int Version = 1;

    public static void Write(Utf8JsonWriter json, Diagnosis diagnosis, ScanResult result, ReportContext context)
    {
        var (code, extended) = diagnosis.Question.Pair;
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartObject("tool");
        json.WriteString("name", "RdpCompliance");
        json.WriteString("version", context.ToolVersion);
        json.WriteEndObject();
        json.WriteString("code", ErrorPair.Shown(code));
        Optional(json, "extended", extended is { } second ? ErrorPair.Shown(second) : null);
        json.WriteBoolean("documented", diagnosis.IsDocumented);
        json.WriteText("answer", DiagnosisWords.Answer(diagnosis));
        json.WriteNumber("exitCode", context.ExitCode);
        json.WriteBoolean("complete", result.IsComplete);
        json.WriteStartArray("clients");
        foreach (var client in diagnosis.Clients)
        {
            json.WriteText(client);
        }

        json.WriteEndArray();
        json.WriteStartArray("targets");
        foreach (var target in diagnosis.Targets)
        {
            WriteTarget(json, target);
        }

        json.WriteEndArray();
        WriteInputs(json, diagnosis.ToCollect);
        json.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter json, DiagnosedTarget target)
    {
        json.WriteStartObject();
        json.WriteText("name", target.Name);
        json.WriteString("kind", target.Kind);
        json.WriteStartArray("roles");
        foreach (var role in target.Roles)
        {
            json.WriteText(role);
        }

        json.WriteEndArray();
        WriteCauses(json, "causes", target.Causes);
        WriteCauses(json, "residue", target.Residue);
        WriteCauses(json, "others", target.Others);
        json.WriteEndObject();
    }

    private static void WriteCauses(Utf8JsonWriter json, string name, ImmutableArray<DiagnosedCause> causes)
    {
        json.WriteStartArray(name);
        foreach (var cause in causes)
        {
            json.WriteStartObject();
            json.WriteString("id", cause.Cause.Id);
            json.WriteText("title", cause.Cause.Title);
            json.WriteString("kind", ContractName.Of(cause.Cause.Kind));
            json.WriteString("verdict", ContractName.Of(cause.Verdict));
            json.WriteString("strength", ContractName.Of(cause.Strength));
            json.WriteString("confidence", ContractName.Of(cause.Confidence));
            Optional(json, "severity", cause.Severity is { } severity ? ContractName.Of(severity) : null);
            Optional(json, "impliedBy", cause.ImpliedBy);
            Optional(json, "explainedBy", cause.ExplainedBy?.Id);
            WriteShows(json, cause);
            WriteFindings(json, cause);
            Optional(json, "needs", cause.Need?.What);
            Optional(json, "command", cause.Need?.Command);
            WriteUnless(json, cause);
            Optional(json, "test", cause.Verdict is CauseVerdict.Manual or CauseVerdict.Unknown ? cause.Cause.Test : null);
            Optional(json, "truth", cause.Verdict == CauseVerdict.Present || cause.Cause.Kind == CauseKind.Myth ? cause.Cause.Truth : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteShows(Utf8JsonWriter json, DiagnosedCause cause)
    {
        if (!cause.ShowsOther)
        {
            return;
        }

        json.WriteStartArray("shows");
        foreach (var code in cause.Cause.Shows)
        {
            json.WriteStringValue(ErrorPair.Shown(code));
        }

        json.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter json, DiagnosedCause cause)
    {
        json.WriteStartArray("findings");
        foreach (var finding in cause.Findings.Where(finding => finding.Verdict == Verdict.Fail))
        {
            json.WriteText(finding.Identity);
        }

        json.WriteEndArray();
        json.WriteStartArray("because");
        foreach (var finding in cause.Findings)
        {
            json.WriteStartObject();
            json.WriteText("source", finding.Primary.Location.Source.Name);
            WriteLine(json, finding.Primary.Location);
            json.WriteString("rule", finding.Rule.Id);
            Optional(json, "address", finding.Primary.Address);
            json.WriteText("text", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A line of a text, a byte of anything else.</summary>
    private static void WriteLine(Utf8JsonWriter json, Location location)
    {
        if (location.Position is { } position)
        {
            json.WriteNumber("line", position.Line);
        }
        else
        {
            json.WriteNumber("byteOffset", location.Start);
        }
    }

    private static void WriteUnless(Utf8JsonWriter json, DiagnosedCause cause)
    {
        if (cause.Verdict != CauseVerdict.Present || !cause.Unless.Any())
        {
            return;
        }

        json.WriteStartArray("unless");
        foreach (var need in cause.Unless)
        {
            json.WriteStartObject();
            json.WriteText("what", need.What);
            Optional(json, "command", need.Command);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInputs(Utf8JsonWriter json, ImmutableArray<DecidingInput> inputs)
    {
        json.WriteStartArray("collect");
        foreach (var input in inputs)
        {
            json.WriteStartObject();
            json.WriteText("what", input.What);
            Optional(json, "command", input.Command);
            json.WriteNumber("causes", input.Causes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteText(name, text);
        }
    }
}
