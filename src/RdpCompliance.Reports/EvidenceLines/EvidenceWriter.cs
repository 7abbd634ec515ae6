using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Reports.EvidenceLines;

/// <summary>
/// Writes what the readers saw as JSON Lines: one object a line, sorted by source, then place
/// (<c>policies/schemas/evidence.json</c>). Nothing that a reader understood is left out.
/// </summary>
public static class EvidenceWriter
{
    private const long LargestExactNumber = (1L << 53) - 1;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="estate">The realms whose subjects' facts are added, with the pack that
    /// names the settings; <see langword="null"/> for the evidence alone.</param>
    public static void Write(Collected collected, (ImmutableArray<Realm> Realms, Pack Pack)? estate, Stream output)
    {
        var others = collected
            .OtherDiagnostics.GroupBy(diagnostic => diagnostic.Location.Source.Name, DiagnosticLine, StringComparer.Ordinal)
            .Select(group => (Source: group.Key, Lines: group.AsEnumerable()));
        foreach (
            var (_, lines) in collected
                .Evidence.Select(evidence => (Source: evidence.Source.Name, Lines: LinesOf(evidence)))
                .Concat(others)
                .OrderBy(pair => pair.Source, StringComparer.Ordinal))
        {
            foreach (var line in lines.OrderBy(line => line.Location))
            {
                WriteLine(output, line.Write);
            }
        }

        if (estate is { } effective)
        {
            foreach (var (subject, setting, fact) in FactsOf(effective.Realms, effective.Pack))
            {
                WriteLine(output, json => WriteFact(json, subject, setting, fact));
            }
        }
    }

    private static IEnumerable<(Location Location, Action<Utf8JsonWriter> Write)> LinesOf(SourceEvidence evidence) =>
        evidence
            .Observations.Select(observation => (observation.Location, Write: (Action<Utf8JsonWriter>)(json => WriteObservation(json, evidence, observation))))
            .Concat(evidence.Items.Select(item => (item.Location, Write: (Action<Utf8JsonWriter>)(json => WriteItem(json, evidence, item)))))
            .Concat(evidence.Resources.Select(resource => (resource.Location, Write: (Action<Utf8JsonWriter>)(json => WriteResource(json, resource)))))
            .Concat(evidence.Diagnostics.Select(DiagnosticLine));

    private static (Location Location, Action<Utf8JsonWriter> Write) DiagnosticLine(Diagnostic diagnostic) =>
        (diagnostic.Location, json => WriteDiagnostic(json, diagnostic));

    /// <summary>What is known of the settings of every subject, and what is not known although something states it; ordered by subject and setting.</summary>
    internal static IEnumerable<(Subject Subject, string Setting, Fact Fact)> FactsOf(ImmutableArray<Realm> realms, Pack pack) => realms
        .SelectMany(realm => realm.Own.Select(subject => (Realm: realm, Subject: subject)))
        .OrderBy(one => one.Subject.ToString(), StringComparer.Ordinal)
        .SelectMany(one => pack.Settings.Where(setting => setting.Kind.Equals(one.Subject.Kind.Name, StringComparison.OrdinalIgnoreCase))
            .Select(setting => (one.Subject, setting.Id, one.Realm.FactOf(one.Subject, setting.Id))))
        .Where(one => one.Item3.Reason != UnknownReason.NotCollected);

    private static void WriteLine(Stream output, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteObservation(Utf8JsonWriter json, SourceEvidence evidence, Observation observation)
    {
        json.WriteString("kind", observation.Action == ObservedAction.Key ? "key" : "setting");
        json.WriteString("source", observation.Location.Source.Name);
        switch (observation.Address)
        {
            case Address.Registry registry:
                json.WriteString("space", "registry");
                json.WriteString("half", registry.Half == RegistryHalf.Machine ? "machine" : "user");
                json.WriteString("key", registry.Key.Path);
                if (observation.Action is ObservedAction.Set or ObservedAction.DeleteValue)
                {
                    json.WriteString("name", registry.Name);
                }

                break;
            case Address.Item item:
                json.WriteString("space", item.Space);
                json.WriteString("name", item.Name);
                json.WriteString("field", item.Field);
                break;
            default:
                break;
        }

        if (observation.Action is ObservedAction.DeleteValue or ObservedAction.DeleteValues or ObservedAction.DeleteKey)
        {
            json.WriteString("action", observation.Action switch
            {
                ObservedAction.DeleteValue => "delete-value",
                ObservedAction.DeleteValues => "delete-values",
                _ => "delete-key",
            });
        }
        else if (observation.Action == ObservedAction.Set && SecretAddresses.IsSecret(observation.Address))
        {
            json.WriteString("withheld", "secret");
        }
        else if (observation.Action == ObservedAction.Set)
        {
            WriteSettingValue(json, observation.Value);
        }

        WriteOrigin(json, evidence, observation.GpoName, observation.Targeting, observation.IsPreference);
        if (observation.IsSoft)
        {
            json.WriteBoolean("soft", true);
        }

        if (observation.Precedence is { } precedence)
        {
            json.WriteNumber("precedence", precedence);
        }

        if (observation.Written is { } written)
        {
            json.WriteString("written", new SettingValue.Instant(written).ToString());
        }

        WritePlace(json, observation.Location);
    }

    private static void WriteItem(Utf8JsonWriter json, SourceEvidence evidence, Item item)
    {
        json.WriteString("kind", "setting");
        json.WriteString("source", item.Location.Source.Name);
        json.WriteString("space", item.Space);
        json.WriteString("name", item.Name);
        foreach (var field in item.Fields.Where(field => !field.Name.Equals("name", StringComparison.Ordinal)))
        {
            json.WritePropertyName(field.Name);
            WriteFieldValue(json, field.Value);
        }

        WriteOrigin(json, evidence, item.GpoName, item.Targeting, item.IsPreference);
        WritePlace(json, item.Location);
    }

    private static void WriteOrigin(Utf8JsonWriter json, SourceEvidence evidence, string? gpoName, string? targeting, bool isPreference)
    {
        var gpo = gpoName ?? (evidence.Origin is Origin.GroupPolicy policy ? policy.Name ?? policy.Id?.ToString("B") ?? policy.Root : null);
        if (gpo is not null)
        {
            json.WriteString("gpo", gpo);
        }

        if (isPreference)
        {
            json.WriteString("layer", "preference");
        }

        if (targeting is not null)
        {
            json.WriteString("targeting", targeting);
        }
    }

    private static void WriteSettingValue(Utf8JsonWriter json, SettingValue value)
    {
        if (value is not SettingValue.Registry { Data: var data })
        {
            json.WritePropertyName("value");
            WriteFieldValue(json, value);
            return;
        }

        json.WriteString("type", data.Type.Name);
        json.WriteString("data", Convert.ToHexStringLower(data.Bytes.Span));
        if (data.AsNumber() is { } number)
        {
            if (number <= LargestExactNumber)
            {
                json.WriteNumber("value", number);
            }
            else
            {
                json.WriteString("value", number.ToString(CultureInfo.InvariantCulture));
            }
        }
        else if (data.AsText() is { } text)
        {
            json.WriteString("value", text);
        }
        else if (data.AsTexts() is { } texts)
        {
            json.WriteStartArray("value");
            foreach (var one in texts)
            {
                json.WriteStringValue(one);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteFieldValue(Utf8JsonWriter json, SettingValue value)
    {
        switch (value)
        {
            case SettingValue.Number { Value: >= -LargestExactNumber and <= LargestExactNumber } number:
                json.WriteNumberValue(number.Value);
                break;
            case SettingValue.Flag flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case SettingValue.List list:
                json.WriteStartArray();
                foreach (var one in list.Values)
                {
                    json.WriteStringValue(one);
                }

                json.WriteEndArray();
                break;
            case SettingValue.Unresolved unresolved:
                NodeWriter.WriteUnresolved(json, unresolved.Expression);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteResource(Utf8JsonWriter json, Resource resource)
    {
        json.WriteString("kind", "resource");
        json.WriteString("source", resource.Location.Source.Name);
        WritePlace(json, resource.Location);
        json.WriteString("type", resource.Type);
        json.WritePropertyName("name");
        NodeWriter.Write(json, resource.Name);
        WriteOptional(json, "apiVersion", resource.ApiVersion);
        WriteOptional(json, "scope", resource.Scope);
        WriteOptional(json, "id", resource.Id);
        WriteOptional(json, "world", resource.World);
        json.WritePropertyName("condition");
        switch (resource.Condition)
        {
            case DeploymentCondition.Unknown:
                json.WriteStringValue("unknown");
                break;
            case var known:
                json.WriteBooleanValue(known == DeploymentCondition.True);
                break;
        }

        if (resource.IsExisting)
        {
            json.WriteBoolean("existing", true);
        }

        json.WritePropertyName("properties");
        if (resource.Body.Find("properties") is { } properties)
        {
            NodeWriter.Write(json, properties);
        }
        else
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }

        // What stands beside "properties" in the body: location, tags, sku, zones …
        foreach (
            var property in resource.Body.Properties.Where(property =>
                property.Name
                    is not (
                        "properties"
                        or "name"
                        or "type"
                        or "apiVersion"
                        or "condition"
                        or "dependsOn"
                        or "copy"
                        or "resources"
                        or "scope"
                        or "id"
                        or "comments")))
        {
            // "kind" of a resource (a storage account has one) is not the kind of the line.
            json.WritePropertyName(property.Name.Equals("kind", StringComparison.OrdinalIgnoreCase) ? "resourceKind" : property.Name);
            NodeWriter.Write(json, property.Value);
        }
    }

    private static void WriteDiagnostic(Utf8JsonWriter json, Diagnostic diagnostic)
    {
        json.WriteString("kind", "diagnostic");
        json.WriteString("source", diagnostic.Location.Source.Name);
        json.WriteString("id", diagnostic.Id);
        json.WriteString("effect", diagnostic.Effect switch
        {
            DiagnosticEffect.Note => "note",
            DiagnosticEffect.Gap => "gap",
            DiagnosticEffect.Damage => "damage",
            _ => "refusal",
        });
        json.WriteString("message", diagnostic.Message);
        WritePlace(json, diagnostic.Location);
    }

    private static void WriteFact(Utf8JsonWriter json, Subject subject, string setting, Fact fact)
    {
        json.WriteString("kind", "fact");
        json.WriteString("subject", subject.ToString());
        json.WriteString("setting", setting);
        if (fact.Reason is { } reason)
        {
            json.WriteString("unknown", reason.ToString());
            WriteOptional(json, "needs", fact.Need?.ToString());
        }
        else if (fact.Value is { } value)
        {
            json.WritePropertyName("value");
            WriteFactValue(json, value);
        }

        WriteOptional(json, "layer", fact.Layer?.ToString().ToLowerInvariant());
        WriteOptional(json, "because", fact.Because.IsEmpty ? null : fact.Because.ToString());
        WriteOptional(json, "unless", fact.Unless.IsEmpty ? null : string.Join(", ", fact.Unless));
        if (fact.Grounds is [var place, ..])
        {
            json.WriteString("source", place.Location.Source.Name);
            WritePlace(json, place.Location);
        }
    }

    private static void WriteFactValue(Utf8JsonWriter json, FieldValue value)
    {
        switch (value)
        {
            case FieldValue.Number number:
                json.WriteNumberValue(number.Value);
                break;
            case FieldValue.Flag flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case FieldValue.List list:
                json.WriteStartArray();
                foreach (var one in list.Values)
                {
                    WriteFactValue(json, one);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WritePlace(Utf8JsonWriter json, Location location)
    {
        if (location.Position is { } position)
        {
            json.WriteNumber("line", position.Line);
            json.WriteNumber("column", position.Column);
        }
        else if (location.Unit == SpanUnit.Bytes)
        {
            json.WriteNumber("byteOffset", location.Start);
            json.WriteNumber("byteLength", location.Length);
        }
    }
}
