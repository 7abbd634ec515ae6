using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Scanning;

/// <summary>An example that does not show what it says: what was wanted and what came.</summary>
public sealed record ExampleFailure(Rule Rule, RuleExample Example, string Text);

/// <summary>Scans the examples of rules with the whole pack and compares the findings with the marks.</summary>
public sealed class ExampleRunner(Pack pack, ImmutableArray<IEvidenceReader> readers, ImmutableArray<ITextTwin> twins)
{
    public IEnumerable<ExampleFailure> Run(Rule rule) =>
        rule.Examples.SelectMany(example => Differences(rule, example).Select(text => new ExampleFailure(rule, example, text)));

    private IEnumerable<string> Differences(Rule rule, RuleExample example)
    {
        var expected = new List<(MarkKind Kind, Location Location)>();
        var sources = new List<Source>();
        foreach (var file in example.Files)
        {
            var marked = MarkedExample.Parse(file.MarkedText);
            var (source, placeOf) = Assemble(file.Name, marked.Text);
            sources.Add(source);
            foreach (var mark in marked.Marks)
            {
                if (placeOf(mark.Span) is { } place)
                {
                    expected.Add((mark.Kind, place));
                }
                else
                {
                    yield return $"The mark at character {mark.Span.Start} of '{file.Name}' stands for no bytes of the assembled file.";
                }
            }
        }

        var settings = new ScanSettings
        {
            AsOf = example.AsOf,
            Roles = example.Roles,
            ReachableFrom = example.ReachableFrom,
            Deployment = new() { Scope = new() { AsOf = example.AsOf } },
            Rules = [new RuleSetting(rule.Id, []) { Parameters = example.Parameters }],
        };
        var result = new Scan(pack, readers, settings).Run(new SourceTree(sources), CancellationToken.None);
        foreach (var diagnostic in result.Diagnostics.Where(diagnostic => diagnostic.IsDamage))
        {
            yield return $"The example's file is damaged: {Shown(diagnostic.Location)}: {diagnostic.Message}";
        }

        foreach (var input in result.Inputs.Where(input => input.Outcome == InputOutcome.Foreign))
        {
            yield return $"No reader claims '{input.Name}'.";
        }

        foreach (var difference in Compare(rule, expected, result.Findings))
        {
            yield return difference;
        }

        var others = result.Findings.Where(finding => finding.Rule.Id != rule.Id).ToList();
        foreach (var other in others.Where(finding => !example.Also.Contains(finding.Rule.Id, StringComparer.Ordinal)))
        {
            yield return $"{other.Rule.Id} also reports, at {Shown(other.Primary.Location)}: {other.Message} List it under 'also' if it is right.";
        }

        foreach (var silent in example.Also.Where(id => !others.Exists(finding => finding.Rule.Id == id)))
        {
            yield return $"{silent} is listed under 'also' and does not report.";
        }
    }

    private static IEnumerable<string> Compare(Rule rule, List<(MarkKind Kind, Location Location)> expected, ImmutableArray<Finding> findings)
    {
        var own = findings.Where(finding => finding.Rule.Id == rule.Id).ToList();
        foreach (var finding in own)
        {
            var kind = finding.Verdict == Verdict.Fail ? MarkKind.Fail : MarkKind.Undecided;
            if (!expected.Exists(mark => mark.Kind == kind && Same(mark.Location, finding.Primary.Location)))
            {
                yield return $"{finding.Verdict} at {Shown(finding.Primary.Location)} is not marked: {finding.Message}";
            }
        }

        foreach (var (kind, location) in expected)
        {
            var found = kind switch
            {
                MarkKind.Fail => own.Exists(finding => finding.Verdict == Verdict.Fail && Same(finding.Primary.Location, location)),
                MarkKind.Undecided => own.Exists(finding => finding.Verdict == Verdict.Undecided && Same(finding.Primary.Location, location)),
                _ => own.Exists(finding => finding.Related.Any(place => Same(place.Location, location))),
            };
            if (!found)
            {
                yield return
                    $"The {kind} mark at {Shown(location)} has no finding; found: "
                        + $"{(own.Count == 0 ? "none" : string.Join("; ", own.Select(finding => $"{finding.Verdict} at {Shown(finding.Primary.Location)}")))}.";
            }
        }
    }

    private (Source Source, Func<TextSpan, Location?> PlaceOf) Assemble(string name, string text)
    {
        if (twins.FirstOrDefault(known => name.EndsWith(known.Extension, StringComparison.OrdinalIgnoreCase)) is { } twin)
        {
            var assembled = twin.Assemble(name[..^twin.Extension.Length], text);
            return (assembled.Source, assembled.PlaceOf);
        }

        var source = Source.FromText(name, text);
        return (source, span => Location.InText(source, span));
    }

    private static bool Same(Location left, Location right) =>
        left.Source.Name == right.Source.Name && left.Start == right.Start && left.Length == right.Length && left.Unit == right.Unit;

    private static string Shown(Location location) =>
        location.Position is { } position
            ? $"{location.Source}:{position.Line}:{position.Column}+{location.Length}"
            : $"{location.Source}@{location.Start}+{location.Length}";
}
