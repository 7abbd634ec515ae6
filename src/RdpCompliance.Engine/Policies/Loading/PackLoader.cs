using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>A pack, and what is wrong with it; with anything wrong the pack is refused (exit 2).</summary>
public sealed record LoadedPack(Pack Pack, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>Loads <c>subjects.yml</c>, <c>settings.yml</c>, <c>causes.yml</c> and every <c>RDPnnnn-name.yml</c> of a folder tree.</summary>
public static class PackLoader
{
    private static readonly DiagnosticDescriptor NoFile = new("RDP0043", DiagnosticEffect.Refusal, "'{0}' is missing from the pack.");
    private static readonly DiagnosticDescriptor Duplicate = new("RDP0044", DiagnosticEffect.Damage, "'{0}' is taken by '{1}'.");
    private static readonly DiagnosticDescriptor UnknownRule = new("RDP0045", DiagnosticEffect.Damage, "'{0}' is not a rule of the pack; {1}.");

    /// <param name="foundation">The pack whose kinds, settings and causes a pack of rules alone
    /// stands on; <see langword="null"/> when the tree holds its own.</param>
    public static LoadedPack Load(SourceTree tree, Pack? foundation = null) => Load(tree, foundation, new PackReport());

    private static LoadedPack Load(SourceTree tree, Pack? foundation, PackReport report)
    {
        var kinds = LoadFile(tree, "subjects.yml", foundation?.Kinds, source => KindLoader.Load(source, report), report);
        var settings = LoadFile(tree, "settings.yml", foundation?.Settings, source => SettingLoader.Load(source, kinds, report), report);
        var causes = LoadFile(tree, "causes.yml", foundation?.Causes, source => CauseLoader.Load(source, report), report);
        var loader = new RuleLoader(kinds, settings, causes, report);
        var rules = tree.Sources.Where(IsRuleFile).Select(loader.Load).OfType<Rule>().ToImmutableArray();
        if (!report.IsCompiled)
        {
            CheckAcross(rules, foundation?.Rules ?? [], report);
        }

        return new(new(kinds, settings, causes, rules), [.. report.Diagnostics.OrderBy(diagnostic => diagnostic.Location)]);
    }

    /// <summary>Loads parsed nodes that were checked when they were compiled.</summary>
    internal static Pack LoadCompiled(SourceTree tree, Func<Source, PackNode> nodeOf) => Load(tree, null, new PackReport(nodeOf)).Pack;

    /// <summary>A rule's file begins with its id.</summary>
    public static bool IsRuleFile(Source source) =>
        source.FileName.StartsWith("RDP", StringComparison.Ordinal) && source.FileName.EndsWith(".yml", StringComparison.Ordinal);

    /// <summary>One of the three files that rules stand on.</summary>
    public static bool IsFoundation(Source source) => source.Name is "subjects.yml" or "settings.yml" or "causes.yml";

    private static ImmutableArray<T> LoadFile<T>(
        SourceTree tree,
        string name,
        ImmutableArray<T>? inherited,
        Func<Source, ImmutableArray<T>> load,
        PackReport report)
    {
        if (tree.Find(name) is { } source)
        {
            return load(source);
        }

        if (inherited is { } known)
        {
            return known;
        }

        report.Add(NoFile, Location.StartOf(Source.FromText(name, ""), SpanUnit.Characters), name);
        return [];
    }

    private static void CheckAcross(ImmutableArray<Rule> rules, ImmutableArray<Rule> inherited, PackReport report)
    {
        foreach (var group in rules.GroupBy(rule => rule.Id, StringComparer.Ordinal).Concat(rules.GroupBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase)))
        {
            foreach (var second in group.Skip(1))
            {
                report.Add(Duplicate, second.Location, group.Key, group.First().Location.Source.Name);
            }
        }

        var ids = rules.Concat(inherited).Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            foreach (var other in rule.Supersedes.Concat(rule.Examples.SelectMany(example => example.Also)).Where(other => !ids.Contains(other)))
            {
                report.Add(UnknownRule, rule.Location, other, PackReport.Nearest(other, ids));
            }
        }
    }
}
