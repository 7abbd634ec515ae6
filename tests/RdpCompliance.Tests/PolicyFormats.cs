using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Scanning;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>
/// A rule that reads a setting of policy shows by its examples what it says of a GPO, and one that reads a machine what it says of a machine.
/// </summary>
public sealed class PolicyFormats
{
    /// <summary>Rules that a GPO by itself cannot break, each with the reason.</summary>
    private static readonly Dictionary<string, string> OnlyOnMachines = new(StringComparer.Ordinal)
    {
        ["RDP1002"] = "what a GPO denies is the matter of RDP1001",
        ["RDP1047"] = "the license servers may stand in another GPO",
        ["RDP1126"] = "a GPO does not say that it reaches a session host, and its users are not SYSTEM",
        ["RDP1127"] = "a GPO does not say that it reaches a session host",
        ["RDP2084"] = "a GPO does not say that it reaches a session host, and other hosts do with fewer suites",
        ["RDP2087"] = "a GPO has no certificate",
        ["RDP6019"] = "three builds of Windows need the old driver, and a GPO names no build",
    };

    /// <summary>Rules that a machine cannot break, each with the reason.</summary>
    private static readonly Dictionary<string, string> OnlyInPolicies = new(StringComparer.Ordinal)
    {
        ["RDP9063"] = "on a machine the value says that the user has read the dialog",
    };

    [Fact]
    public void Every_rule_that_reads_policy_fails_in_a_policy_format() => Conventions.Holds(
        "Give the rule an example in a policy format (.pol.txt, GptTmpl.inf, .PolicyRules …) that fails there:",
        Repository.Pack.Rules
            .Where(rule => !OnlyOnMachines.ContainsKey(rule.Id) && Reads(rule, statement => statement.Layer == Layer.Policy))
            .Where(rule => !Fails(rule, isPolicy: true))
            .Select(rule => rule.Id));

    [Fact]
    public void Every_rule_that_reads_a_machine_fails_in_a_format_of_machines() =>
        Conventions.Holds(
            "Give the rule an example in a format of machines (.reg, a snapshot …) that fails there:",
            Repository
                .Pack.Rules.Where(rule =>
                    !OnlyInPolicies.ContainsKey(rule.Id)
                    && Reads(rule, statement =>
                        statement.Layer is Layer.Local or Layer.User && !statement.Address.ToString().StartsWith("rdp:", StringComparison.Ordinal)))
                .Where(rule => !Fails(rule, isPolicy: false))
                .Select(rule => rule.Id));

    [Fact]
    public void No_exception_is_needless()
    {
        Assert.DoesNotContain(OnlyOnMachines.Keys, id => Repository.Pack.Rule(id) is not { } rule || Fails(rule, isPolicy: true));
        Assert.DoesNotContain(OnlyInPolicies.Keys, id => Repository.Pack.Rule(id) is not { } rule || Fails(rule, isPolicy: false));
    }

    /// <summary>Whether what the rule demands stands on such an address.</summary>
    private static bool Reads(Rule rule, Func<SettingStatement, bool> matches) =>
        Leaves(rule.Require)
            .SelectMany(path => Repository.Pack.Settings.Where(setting => setting.IsReadAs(setting.Kind, path.Field) && IsMeant(rule, setting, path)))
            .Any(setting => setting.StatedBy.Any(matches));

    private static bool IsMeant(Rule rule, Setting setting, FieldPath path) => path.Field == setting.Id || setting.Kind == rule.Subject;

    private static IEnumerable<FieldPath> Leaves(Condition condition) => condition switch
    {
        Condition.Leaf leaf => [leaf.Path],
        Condition.AllOf all => all.Parts.SelectMany(Leaves),
        Condition.AnyOf any => any.Parts.SelectMany(Leaves),
        Condition.Not not => Leaves(not.Part),
        Condition.Any { Of: Members.Related { Path: var path } } => [path],
        Condition.None { Of: Members.Related { Path: var path } } => [path],
        Condition.All { Of: Members.Related { Path: var path } } => [path],
        Condition.Count { Of: Members.Related { Path: var path } } => [path],
        _ => [],
    };

    /// <summary>Whether an example has a fail of the rule whose place lies in a GPO, or else in the evidence of a machine.</summary>
    private static bool Fails(Rule rule, bool isPolicy) =>
        rule.Examples.Any(example =>
        {
            var tree = new SourceTree(example.Files.Select(file => Assemble(file.Name, MarkedExample.Parse(file.MarkedText).Text)));
            var settings = new ScanSettings
            {
                AsOf = example.AsOf,
                Roles = example.Roles,
                OnlyRules = [rule.Id],
                Rules = [new RuleSetting(rule.Id, []) { Parameters = example.Parameters }],
            };
            var failed = new Scan(Repository.Pack, EvidenceReaders.All, settings)
                .Run(tree, CancellationToken.None)
                .Findings.Where(finding => finding.Verdict == Verdict.Fail);
            var origins = Collected
                .From(tree, EvidenceReaders.All, PackDemand.Of(Repository.Pack), DeploymentInputs.None, CancellationToken.None)
                .Evidence.ToDictionary(source => source.Source.Name, source => source.Origin, StringComparer.Ordinal);
            return failed.Any(finding =>
                origins.GetValueOrDefault(finding.Primary.Location.Source.Name) is { } origin
                && isPolicy == (origin is Origin.GroupPolicy or Origin.ResultantPolicy));
        });

    private static Source Assemble(string name, string text) =>
        EvidenceReaders.Twins.FirstOrDefault(twin => name.EndsWith(twin.Extension, StringComparison.Ordinal)) is { } twin
            ? twin.Assemble(name[..^twin.Extension.Length], text).Source
            : Source.FromText(name, text);
}
