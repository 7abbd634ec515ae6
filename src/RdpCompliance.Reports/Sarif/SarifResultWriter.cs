using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RdpCompliance.Engine.Findings;

namespace RdpCompliance.Reports.Sarif;

/// <summary>Writes one result: what was found, where, why, and by what it is known again in the next run.</summary>
internal sealed class SarifResultWriter(
    SarifPlaceWriter places,
    SarifFingerprints fingerprints,
    SarifLimits limits,
    IReadOnlyDictionary<string, int> ruleIndexes)
{
    /// <summary>Links to related places in the message; GitHub shows no others.</summary>
    private const int MostLinks = 5;

    public void Write(Utf8JsonWriter json, SarifResult result)
    {
        var finding = result.Finding;
        var related = RelatedTo(result);
        var hidden = related.Length - Math.Min(related.Length, limits.PlacesPerResult - 1);
        var shown = related[..^hidden];
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Id);
        json.WriteNumber("ruleIndex", ruleIndexes[finding.Rule.Id]);
        json.WriteString("kind", KindOf(finding.Verdict));
        json.WriteString("level", finding.Verdict == Verdict.Fail ? ContractName.Of(finding.Severity) : "none");
        if (finding.Baseline is { } baseline)
        {
            json.WriteString("baselineState", ContractName.Of(baseline));
        }

        SarifPlaceWriter.WriteMessage(json, "message", MessageOf(result, shown, hidden));
        WritePrimary(json, finding);
        WriteRelated(json, shown);
        WriteFlow(json, finding);
        WriteFingerprints(json, finding);
        WriteProperties(json, result);
        json.WriteEndObject();
    }

    private static string KindOf(Verdict verdict) => verdict switch
    {
        Verdict.Fail => "fail",
        Verdict.Undecided => "open",
        Verdict.Pass => "pass",
        _ => "notApplicable",
    };

    /// <summary>
    /// Related places of the finding, its own place when that is outside of the repository, and the places of the findings that it stands for.
    /// </summary>
    private ImmutableArray<FindingPlace> RelatedTo(SarifResult result)
    {
        var finding = result.Finding;
        return
        [
            .. places.IsInside(finding.Primary.Location) ? [] : new[] { finding.Primary with { Text = "where it is written, outside of the repository" } },
            .. finding.Related,
            .. result.Alike.Select(other => other.Primary with { Text = $"{other.Subject}: {other.Message}" }),
        ];
    }

    private static string MessageOf(SarifResult result, ImmutableArray<FindingPlace> related, int hidden)
    {
        // In a plain message "[text](target)" is a link, and text of an input must not make one.
        var message = new StringBuilder(result.Finding.Message.Replace("](", "] (", StringComparison.Ordinal));
        if (!result.Alike.IsEmpty)
        {
            message.Append(
                CultureInfo.InvariantCulture,
                $" The same was found {result.Alike.Length} more {(result.Alike.Length == 1 ? "time" : "times")}; the related places name them.");
        }

        if (!related.IsEmpty)
        {
            var links = related.Take(MostLinks).Select((place, index) => string.Create(CultureInfo.InvariantCulture, $"[{LinkText(place)}]({index + 1})"));
            message.Append(" See ").AppendJoin(", ", links).Append('.');
        }

        return hidden == 0
            ? message.ToString()
            : message.Append(CultureInfo.InvariantCulture, $" {hidden} more places are not listed, because a result may name {related.Length + 1}.").ToString();
    }

    private static string LinkText(FindingPlace place)
    {
        var name = place.Location.Source.FileName;
        var text = place.Location.Position is { } position ? string.Create(CultureInfo.InvariantCulture, $"{name}:{position.Line}") : name;
        return VisibleText.Line(text)
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal)
            .Replace("]", "\\]", StringComparison.Ordinal);
    }

    private void WritePrimary(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        if (places.IsInside(finding.Primary.Location))
        {
            places.WritePhysical(json, finding.Primary.Location, isPrimary: true);
        }
        else
        {
            places.WriteNearest(json, finding.Primary.Location.Source);
        }

        SarifPlaceWriter.WriteLogical(json, finding.Primary);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteRelated(Utf8JsonWriter json, ImmutableArray<FindingPlace> related)
    {
        if (related.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("relatedLocations");
        for (var index = 0; index < related.Length; index++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", index + 1);
            WritePlace(json, related[index]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The steps of the deciding value as one thread that ends at the primary place.</summary>
    private void WriteFlow(Utf8JsonWriter json, Finding finding)
    {
        var steps = finding.Related.Where(place => place.IsStep).Take(limits.PlacesPerResult - 1).ToList();
        if (steps.Count == 0)
        {
            return;
        }

        json.WriteStartArray("codeFlows");
        json.WriteStartObject();
        json.WriteStartArray("threadFlows");
        json.WriteStartObject();
        json.WriteStartArray("locations");
        foreach (var step in steps.Append(finding.Primary))
        {
            json.WriteStartObject();
            json.WriteStartObject("location");
            WritePlace(json, step);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WritePlace(Utf8JsonWriter json, FindingPlace place)
    {
        places.WritePhysical(json, place.Location, isPrimary: false);
        SarifPlaceWriter.WriteLogical(json, place);
        SarifPlaceWriter.WriteMessage(json, "message", place switch
        {
            { Text.Length: > 0 } => place.Text,
            { Address: { Length: > 0 } address } => address,
            _ => "the value that decides",
        });
    }

    private void WriteFingerprints(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject("partialFingerprints");
        if (fingerprints.GitHub(finding.Primary.Location) is { } hash)
        {
            json.WriteString("primaryLocationLineHash", hash);
        }

        json.WriteString("rdpCompliance/v1", SarifFingerprints.Own(finding));
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, SarifResult result)
    {
        var finding = result.Finding;
        json.WriteStartObject("properties");
        json.WriteStartArray("causes");
        foreach (var cause in finding.Rule.Causes)
        {
            json.WriteText(cause);
        }

        json.WriteEndArray();
        json.WriteText("subject", finding.Subject.ToString());
        json.WriteString("verdict", ContractName.Of(finding.Verdict));
        if (finding.Reason is { } reason)
        {
            json.WriteString("reason", ContractName.Of(reason));
        }

        if (finding.Need is { } need)
        {
            json.WriteStartObject("needs");
            json.WriteString("kind", ContractName.Of(need.Kind));
            json.WriteText("what", need.What);
            if (need.Where is { } where)
            {
                json.WriteText(
                    "where",
                    where.Position is { } position ? string.Create(CultureInfo.InvariantCulture, $"{where.Source.Name}:{position.Line}") : where.Source.Name);
            }

            if (need.Command is { } command)
            {
                json.WriteText("command", command);
            }

            json.WriteEndObject();
        }

        if (finding.Concerns.Length > 1)
        {
            json.WriteStartArray("concerns");
            foreach (var concern in finding.Concerns)
            {
                json.WriteText(concern.World is { } world ? $"{concern.Name} with {world}" : concern.Name.ToString());
            }

            json.WriteEndArray();
        }

        if (!result.Alike.IsEmpty)
        {
            json.WriteNumber("findings", result.Alike.Length + 1);
        }

        json.WriteEndObject();
    }
}
