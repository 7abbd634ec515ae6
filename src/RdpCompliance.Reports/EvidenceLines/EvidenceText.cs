using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Realms;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Reports.EvidenceLines;

/// <summary>What the readers saw, for people: one line a statement, grouped by source.</summary>
public static class EvidenceText
{
    /// <inheritdoc cref="EvidenceWriter.Write"/>
    public static void Write(Collected collected, (ImmutableArray<Realm> Realms, Pack Pack)? estate, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (var evidence in collected.Evidence.OrderBy(evidence => evidence.Source.Name, StringComparer.Ordinal))
        {
            text.WriteLine($"{evidence.Source.Name} ({evidence.Format})");
            var lines = evidence
                .Observations.Where(observation => observation.Action != ObservedAction.Key)
                .Select(observation => (observation.Location, Text: Line(observation)))
                .Concat(evidence.Items.Select(item => (item.Location, Text: Line(item))))
                .Concat(evidence.Resources.Select(resource => (resource.Location, Text: Line(resource))))
                .Concat(evidence.Diagnostics.Select(diagnostic => (diagnostic.Location, Text: $"{diagnostic.Id}: {diagnostic.Message}")));
            foreach (var (location, line) in lines.OrderBy(pair => pair.Location))
            {
                text.WriteLine($"  {Place(location)}  {VisibleText.Line(line)}");
            }
        }

        foreach (var diagnostic in collected.OtherDiagnostics)
        {
            text.WriteLine(VisibleText.Line($"{diagnostic.Id}: {diagnostic.Message}"));
        }

        foreach (var foreign in collected.Inputs.Where(input => input.Outcome == Engine.Findings.InputOutcome.Foreign))
        {
            text.WriteLine($"{foreign.Name}: {(foreign.Reason is { } what ? $"it is {VisibleText.Line(what)}" : "no reader claims it")}");
        }

        if (estate is not { } effective)
        {
            return;
        }

        text.WriteLine("in force:");
        foreach (var (subject, setting, fact) in EvidenceWriter.FactsOf(effective.Realms, effective.Pack))
        {
            var value = fact.IsKnown ? fact.Value?.ToString() ?? "nothing" : $"unknown ({fact.Reason})";
            text.WriteLine($"  {VisibleText.Line($"{subject}: {setting} = {value}{(fact.Because.IsEmpty ? "" : $": {fact.Because}")}")}");
        }
    }

    private static string Line(Observation observation) => observation.Action switch
    {
        ObservedAction.DeleteValue => $"{observation.Address} is deleted",
        ObservedAction.DeleteValues => $"{KeyOf(observation)}: all values are deleted",
        ObservedAction.DeleteKey => $"{KeyOf(observation)} is deleted",
        _ when SecretAddresses.IsSecret(observation.Address) => $"{observation.Address} is a secret",
        _ => $"{observation.Address} = {observation.Value}{(observation.Value is SettingValue.Registry { Data: var data } ? $" ({data.Type})" : "")}",
    };

    private static string KeyOf(Observation observation) =>
        observation.Address is Address.Registry registry ? registry.Key.Path : observation.Address.ToString();

    private static string Line(Item item) => $"{item.Space} {item.Name}: {string.Join("; ", item.Fields.Select(field => $"{field.Name} = {field.Value}"))}";

    private static string Line(Resource resource) =>
        $"{resource.Type} {(resource.Name is Node.Text name ? name.Value : "?")}"
            + $"{(resource.Condition == DeploymentCondition.True ? "" : $" (condition {resource.Condition})")}";

    private static string Place(Location location) => location.Position is { } position
        ? string.Create(CultureInfo.InvariantCulture, $"{position.Line}:{position.Column}")
        : string.Create(CultureInfo.InvariantCulture, $"@{location.Start}+{location.Length}");
}
