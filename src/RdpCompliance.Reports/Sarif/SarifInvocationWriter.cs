using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports.Sarif;

/// <summary>Writes how the run went: what could not be read is a notification at its place, because silence would look like health.</summary>
internal sealed class SarifInvocationWriter(ReportContext context, SarifPlaceWriter places)
{
    public void Write(Utf8JsonWriter json, ScanResult result, ImmutableArray<SarifNotice> notices, bool isFirstRun)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        if (context.CommandLine is { } command)
        {
            json.WriteText("commandLine", command);
        }

        if (context.Times is { } times)
        {
            json.WriteString("startTimeUtc", Utc(times.Start));
            json.WriteString("endTimeUtc", Utc(times.End));
        }

        json.WriteNumber("exitCode", context.ExitCode);
        json.WriteString("exitCodeDescription", Describe(context.ExitCode));
        json.WriteBoolean("executionSuccessful", context.ExitCode is 0 or 1);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var notice in notices)
        {
            WriteNotice(json, notice, "warning");
        }

        // One file with several runs says what is wrong with its inputs once.
        if (isFirstRun)
        {
            WriteInputs(json, result);
        }

        json.WriteEndArray();
        if (isFirstRun && result.Account is { } account)
        {
            json.WriteStartObject("properties");
            AccountJson.Write(json, account);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteInputs(Utf8JsonWriter json, ScanResult result)
    {
        foreach (var diagnostic in result.Diagnostics)
        {
            json.WriteStartObject();
            WriteDescriptor(json, diagnostic.Id);
            json.WriteString("level", diagnostic.Effect switch
            {
                DiagnosticEffect.Refusal => "error",
                DiagnosticEffect.Damage or DiagnosticEffect.Gap => "warning",
                _ => "note",
            });
            SarifPlaceWriter.WriteMessage(json, "message", diagnostic.Message);
            json.WriteStartArray("locations");
            json.WriteStartObject();
            places.WritePhysical(json, diagnostic.Location, isPrimary: false);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        var tally = Tally.Of(result, context);
        if (tally.LeftOut is { } leftOut)
        {
            WriteNotice(json, new(SarifNotice.InputsLeftOut, leftOut), "note");
        }

        if (tally.NotAsked is { } notAsked)
        {
            WriteNotice(json, new(SarifNotice.RulesNotAsked, notAsked), "note");
        }

        var explained = result.Losses.Select(diagnostic => diagnostic.Location.Source.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var input in result.Inputs)
        {
            switch (input)
            {
                case { Outcome: InputOutcome.Foreign, IsArgument: true }:
                    var what = VisibleText.Line(input.Reason ?? "of no known format.");
                    WriteNotice(json, new(SarifNotice.InputNotOurs, $"'{VisibleText.Line(input.Name)}' is {what}"), "error");
                    break;
                case { Outcome: InputOutcome.Damaged } when !explained.Contains(input.Name):
                    WriteNotice(
                        json,
                        new(
                            SarifNotice.InputDamaged,
                            $"'{VisibleText.Line(input.Name)}' could not be read{(input.Reason is { } reason ? $": {VisibleText.Line(reason)}" : ".")}"),
                        "error");
                    break;
            }
        }
    }

    private static void WriteNotice(Utf8JsonWriter json, SarifNotice notice, string level)
    {
        json.WriteStartObject();
        WriteDescriptor(json, notice.Of.Id);
        json.WriteString("level", level);
        SarifPlaceWriter.WriteMessage(json, "message", notice.Message);
        json.WriteEndObject();
    }

    private static void WriteDescriptor(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject("descriptor");
        json.WriteString("id", id);
        json.WriteEndObject();
    }

    private static string Utc(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The command line's exit codes (design §7).</summary>
    private static string Describe(int exitCode) => exitCode switch
    {
        0 => "Nothing was found at or above the level that fails the run.",
        1 => "Something was found at or above the level that fails the run.",
        2 => "The command line, the configuration or the pack is wrong.",
        3 => "An input is damaged, a collection lost something, or a limit was hit.",
        130 => "The run was cancelled.",
        _ => "The tool failed.",
    };
}
