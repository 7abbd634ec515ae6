using System.Collections.Immutable;
using System.Text.Json;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests.Derivations.Network;

/// <summary>Our verdict on rules that open Remote Desktop beside that of other scanners, resource by resource.</summary>
public sealed class ExposureComparisonTests
{
    private const string RuleKind = "Microsoft.Network/networkSecurityGroups/securityRules";
    private const string GroupKind = "Microsoft.Network/networkSecurityGroups";
    private const string Examples = "tests/arm/checks/resource/example_NSGRuleRDPAccessRestricted";

    /// <summary>Rules that a look at the rule alone calls open and we do not, or the other way round; each with the reason why we are right.</summary>
    private static readonly ImmutableDictionary<string, string> Differences = ImmutableDictionary<string, string>.Empty;

    /// <summary>checkov's CKV_AZURE_9 judges groups by the rules written inside them, and rules by themselves each alone.</summary>
    [CorpusFact]
    public void Groups_and_rules_of_checkov_s_examples_fail_and_pass_as_it_expects()
    {
        using var expectations = JsonDocument.Parse(File.ReadAllBytes(Corpus.Folder("arm/bridgecrewio+checkov/expectations.json")));
        var expected = expectations.RootElement.GetProperty(Examples);
        var verdicts = new List<(string Resource, bool IsOpen)>();
        foreach (var file in Corpus.Files($"arm/bridgecrewio+checkov/{Examples}", "*.json"))
        {
            var estate = EstateOf(file);
            verdicts.AddRange(
                estate
                    .OfKind(GroupKind)
                    .Select(group =>
                        (
                            $"{Path.GetFileName(file)} {group.Name}",
                            estate.OfKind(RuleKind).Where(rule => ReferenceEquals(rule.Parent, group)).Any(rule => IsOpen(rule, estate)))));
            verdicts.AddRange(
                estate.OfKind(RuleKind).Where(rule => rule.Parent is null).Select(rule => ($"{Path.GetFileName(file)} {rule.Name}", IsOpen(rule, estate))));
        }

        Assert.Equal(
            (expected.GetProperty("failed").GetInt32(), expected.GetProperty("passed").GetInt32()),
            (verdicts.Count(one => one.IsOpen), verdicts.Count(one => !one.IsOpen)));
        Assert.Equal(
            [
                "NSGRulePortAccessRestricted-FAILED.json default-NSG",
                "NSGRulePortAccessRestricted-FAILED.json default-NSG",
                "NSGRulePortAccessRestricted-RULE-1Pass-1Fail.json {parameters('webServerNsgName')}/allowAllFromAll",
            ],
            verdicts.Where(one => one.IsOpen).Select(one => one.Resource).Order(StringComparer.Ordinal));
    }

    /// <summary>What a scanner sees that looks at one rule alone and knows values of its own members only.</summary>
    [CorpusFact]
    public void Every_rule_of_the_corpus_is_open_when_a_look_at_it_alone_says_so()
    {
        var differences = new List<string>();
        var (compared, open) = (0, 0);
        foreach (var file in Corpus.Files("arm", "*.json").Concat(Corpus.Files("bicep", "*.json")))
        {
            var estate = EstateOf(file);
            foreach (var rule in estate.OfKind(RuleKind))
            {
                if (LooksOpen(rule, estate) is not { } looksOpen)
                {
                    continue;
                }

                compared++;
                open += looksOpen ? 1 : 0;
                if (looksOpen != IsOpen(rule, estate))
                {
                    differences.Add($"{Path.GetRelativePath(Corpus.Folder(""), file).Replace('\\', '/')} {rule.Name}");
                }
            }
        }

        Assert.Equal(Differences.Keys.Order(StringComparer.Ordinal), differences.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.True(compared > 200 && open > 20, $"{compared} rules were compared, {open} of them open.");
    }

    private static bool IsOpen(Subject rule, RealmSet estate) => estate.FactOf(rule, "internet-exposure").Value?.ToString() == "exposed";

    private static bool? LooksOpen(Subject rule, RealmSet estate)
    {
        var facts = new[] { "access", "direction", "protocol", "sources", "destination-ports" }.ToDictionary(
            field => field,
            field => estate.FactOf(rule, field),
            StringComparer.Ordinal);
        if (facts.Values.Any(fact => !fact.IsKnown || fact.Value is null))
        {
            return null;
        }

        return Is("access", "allow") && Is("direction", "inbound") && (Is("protocol", "tcp") || Is("protocol", "*"))
            && List("sources").Any(source => source.ToUpperInvariant() is "*" or "0.0.0.0" or "0.0.0.0/0" or "INTERNET" or "ANY" or "::/0")
            && List("destination-ports").Any(Holds);

        bool Is(string field, string text) => facts[field].Value?.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) == true;

        IEnumerable<string> List(string field) => facts[field].Value is FieldValue.List list ? list.Values.Select(value => value.ToString()) : [];
    }

    private static bool Holds(string range) =>
        range == "*"
        || (
            range.Split('-') is [var first, var last]
                ? int.TryParse(first, out var from) && int.TryParse(last, out var to) && from <= 3389 && to >= 3389
                : range == "3389");

    private static RealmSet EstateOf(string file) => RealmSet.Of(Packs.Settings, Corpus.Read(file));
}
