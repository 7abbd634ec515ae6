using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>A pack, and what is wrong with it; with anything wrong the pack is refused (exit 2).</summary>
public sealed record LoadedPack(Pack Pack, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>What own rules are to the built-in ones.</summary>
public enum PackUse
{
    /// <summary>Both are judged.</summary>
    Adds,

    /// <summary>The own ones alone are judged.</summary>
    Replaces,
}

/// <summary>Loads <c>subjects.yml</c>, <c>settings.yml</c>, <c>inputs.yml</c>, <c>causes.yml</c> and every <c>RDPnnnn-name.yml</c> of a folder tree.</summary>
public static class PackLoader
{
    internal const string Inputs = "inputs.yml";
    private const string Causes = "causes.yml";

    private static readonly DiagnosticDescriptor NoFile = new("RDP0043", DiagnosticEffect.Refusal, "'{0}' is missing from the pack.");
    private static readonly DiagnosticDescriptor Duplicate = new("RDP0044", DiagnosticEffect.Damage, "'{0}' is taken by '{1}'.");
    private static readonly DiagnosticDescriptor UnknownRule = new("RDP0045", DiagnosticEffect.Damage, "'{0}' is not a rule of the pack; {1}.");
    private static readonly DiagnosticDescriptor DoesNotName = new("RDP0082", DiagnosticEffect.Damage, "'{0}' decides '{1}' and does not name it.");
    private static readonly DiagnosticDescriptor NoTest = new(
        "RDP0083", DiagnosticEffect.Damage, "No rule decides '{0}', so it needs a 'test:' that a person can make.");

    /// <param name="foundation">The pack whose kinds, settings and causes a pack of rules alone
    /// stands on; <see langword="null"/> when the tree holds its own.</param>
    public static LoadedPack Load(SourceTree tree, Pack? foundation = null) => Load(tree, foundation, new PackReport());

    /// <summary>
    /// A pack out of own files and the built-in ones: own kinds, settings and causes are added to those of the pack, own rules are added to its rules or
    /// take their place. A folder with a kind 'machine' of its own holds a whole pack, which in place of the built-in one stands alone.
    /// </summary>
    public static LoadedPack LoadOwn(SourceTree own, SourceTree builtIn, PackUse use)
    {
        var report = new PackReport();
        if (use == PackUse.Replaces && IsWhole(own))
        {
            return Own(Load(own), own.Sources);
        }

        var foundations = builtIn.Sources.Where(IsFoundation).Select(file => own.Find(file.Name) is { } mine ? PackMerge.Of(mine, file, report) : file);
        var rules = own.Sources.Where(IsRuleFile);
        if (use == PackUse.Replaces)
        {
            return Own(Load(new SourceTree([.. foundations, .. rules]), Load(builtIn).Pack, report), own.Sources);
        }

        var copies = builtIn.Sources.Where(IsRuleFile).Select(file => (File: file, Copy: PackMerge.CopyOf(own, file))).ToList();
        var theirs = copies.Where(pair => pair.Copy is null)
            .Select(pair => Source.FromBytes($"{PackMerge.BuiltIn}/{pair.File.Name}", pair.File.ReadAllBytes()));
        var together = Load(new SourceTree([.. foundations, .. rules, .. theirs]), null, report);
        return Own(together, own.Sources.Except(copies.Select(pair => pair.Copy).OfType<Source>()));
    }

    /// <summary>Whether a folder's files are no addition to the pack but one by themselves.</summary>
    public static bool IsWhole(SourceTree tree) => PackMerge.IsWhole(tree);

    /// <summary>Whether a rule of a pack that was put together stands in a file of the built-in one.</summary>
    public static bool IsBuiltIn(Rule rule) => rule.Location.Source.Name.StartsWith($"{PackMerge.BuiltIn}/", StringComparison.Ordinal);

    private static LoadedPack Own(LoadedPack loaded, IEnumerable<Source> own)
    {
        var files = own.ToHashSet();
        var rules = loaded.Pack.Rules.Select(rule => files.Contains(rule.Location.Source) ? rule with { IsOwn = true } : rule);
        return loaded with { Pack = loaded.Pack.With(rules) };
    }

    private static LoadedPack Load(SourceTree tree, Pack? foundation, PackReport report)
    {
        var kinds = LoadFile(tree, "subjects.yml", foundation?.Kinds, source => KindLoader.Load(source, report), report);
        var settings = LoadFile(tree, "settings.yml", foundation?.Settings, source => SettingLoader.Load(source, kinds, report), report);
        var inputs = LoadFile(tree, Inputs, foundation?.Inputs, source => new InputLoader(kinds, report).Load(source), report);
        var causes = LoadFile(tree, Causes, foundation?.Causes, source => new CauseLoader(inputs, report).Load(source), report);
        var loader = new RuleLoader(kinds, settings, causes, report);
        var rules = tree.Sources.Where(IsRuleFile).Select(loader.Load).OfType<Rule>().ToImmutableArray();
        if (!report.IsCompiled)
        {
            CheckAcross(rules, foundation?.Rules ?? [], report);
            if (tree.Find(Causes) is { } file)
            {
                CheckDecided(Location.StartOf(file, SpanUnit.Characters), causes, [.. rules, .. foundation?.Rules ?? []], report);
            }
        }

        return new(new(kinds, settings, causes, rules) { Inputs = inputs }, [.. report.Diagnostics.OrderBy(diagnostic => diagnostic.Location)]);
    }

    /// <summary>All of causes.yml, which a compiled pack holds apart.</summary>
    internal static ImmutableArray<Cause> LoadCompiledCauses(SourceTree tree, Func<Source, PackNode> nodeOf)
    {
        var report = new PackReport(nodeOf);
        var inputs = LoadFile(tree, Inputs, [], source => new InputLoader([], report).Load(source), report);
        return LoadFile(tree, Causes, [], source => new CauseLoader(inputs, report).Load(source), report);
    }

    /// <summary>Loads parsed nodes that were checked when they were compiled.</summary>
    internal static Pack LoadCompiled(SourceTree tree, Func<Source, PackNode> nodeOf) => Load(tree, null, new PackReport(nodeOf)).Pack;

    /// <summary>A rule's file begins with its id.</summary>
    public static bool IsRuleFile(Source source) =>
        source.FileName.StartsWith("RDP", StringComparison.Ordinal) && source.FileName.EndsWith(".yml", StringComparison.Ordinal);

    /// <summary>One of the files that rules stand on.</summary>
    public static bool IsFoundation(Source source) => source.Name is "subjects.yml" or "settings.yml" || IsAboutCauses(source);

    /// <summary>What is only told, and read where it is told.</summary>
    internal static bool IsAboutCauses(Source source) => source.Name is Inputs or Causes;

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

    /// <summary>A cause that no rule decides is known by a test alone; a myth needs neither.</summary>
    private static void CheckDecided(Location file, ImmutableArray<Cause> causes, ImmutableArray<Rule> rules, PackReport report)
    {
        var byId = rules.DistinctBy(rule => rule.Id, StringComparer.Ordinal).ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        foreach (var cause in causes)
        {
            foreach (var deciding in cause.DecidedBy ?? [])
            {
                if (!byId.TryGetValue(deciding.Rule, out var rule))
                {
                    report.Add(UnknownRule, file, deciding.Rule, PackReport.Nearest(deciding.Rule, byId.Keys));
                }
                else if (!rule.Causes.Contains(cause.Id, StringComparer.Ordinal))
                {
                    report.Add(DoesNotName, file, deciding.Rule, cause.Id);
                }
            }

            if (cause.Kind != CauseKind.Myth && cause.Test is null && cause.RulesOf(rules).IsEmpty)
            {
                report.Add(NoTest, file, cause.Id);
            }
        }
    }
}
