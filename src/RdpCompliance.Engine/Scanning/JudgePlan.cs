using System.Collections.Concurrent;
using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>
/// Which rules are put to which kinds, and with what: made once for a scan, because
/// configuration, parameters and what a condition reads are the same for all subjects.
/// </summary>
internal sealed class JudgePlan
{
    private readonly Dictionary<string, ImmutableArray<PlannedRule>> _byKind;

    public JudgePlan(Pack pack, ScanSettings settings)
    {
        Settings = settings;
        Rules = [.. pack.Rules.Where(IsWanted)];
        _byKind = Rules
            .Select((rule, ordinal) => new PlannedRule(rule, ordinal, settings))
            .GroupBy(planned => planned.Rule.Subject, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
    }

    public ScanSettings Settings { get; }

    /// <summary>The rules that are judged at all (<c>--rule</c>), ordered by id.</summary>
    public ImmutableArray<Rule> Rules { get; }

    /// <summary>The addresses that verdicts want, each once.</summary>
    public ConcurrentDictionary<Address, Address> Addresses { get; } = [];

    public ImmutableArray<PlannedRule> Of(SubjectKind kind) => _byKind.GetValueOrDefault(kind.Name, []);

    private bool IsWanted(Rule rule) => Settings.OnlyRules.IsEmpty || Settings.OnlyRules.Contains(rule.Id, StringComparer.OrdinalIgnoreCase);
}
