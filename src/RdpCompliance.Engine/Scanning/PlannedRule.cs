using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Scanning;

/// <summary>A rule with what configuration makes of it.</summary>
internal sealed class PlannedRule
{
    private readonly ScanSettings _settings;
    private readonly ImmutableArray<RuleSetting> _everywhere;
    private readonly ImmutableArray<(RuleSetting Setting, ImmutableArray<Glob> Paths)> _configured;
    private readonly Terms _usual;

    public PlannedRule(Rule rule, int ordinal, ScanSettings settings)
    {
        Rule = rule;
        Ordinal = ordinal;
        _settings = settings;
        var concerning = settings.Rules.Where(setting => setting.Rule == "*" || setting.Rule.Equals(rule.Id, StringComparison.OrdinalIgnoreCase)).ToList();
        _everywhere = [.. concerning.Where(setting => setting.Paths.IsEmpty)];
        _configured = _everywhere.Length == concerning.Count ? [] : [.. concerning.Select(setting => (setting, Globs(setting)))];
        _usual = With(_everywhere);
        ConditionsOfRole = rule.Where is { } demanded ? OwnerConditions.OfRole(demanded) : [];
        ConditionsOfOwner = rule.Where is { } where && _configured.IsEmpty ? OwnerConditions.In(where) : [];
    }

    public Rule Rule { get; }

    /// <summary>Its place among <see cref="JudgePlan.Rules"/>.</summary>
    public int Ordinal { get; }

    /// <summary>The parts of <see cref="Rule.Where"/> that read the machine's role, which tell why a rule is not asked.</summary>
    public ImmutableArray<Condition> ConditionsOfRole { get; }

    /// <summary>The parts of <see cref="Rule.Where"/> that read the subject's machine alone, so that one answer serves all of its things.</summary>
    public ImmutableArray<Condition> ConditionsOfOwner { get; }

    /// <summary>Whether configuration says different things of the rule in different files, so that it matters where a finding stands.</summary>
    public bool MindsPlaces => !_configured.IsEmpty;

    /// <summary>
    /// How the rule is judged at a subject; <see langword="null"/> when it is not. Terms that are <see cref="Terms.IsOff"/> are those of a subject that
    /// is judged for what may be found in another file than its own.
    /// </summary>
    public Terms? For(Subject subject)
    {
        var terms = _configured.IsEmpty ? _usual : At(subject.Place.Source);
        return terms.IsOff && !_configured.Any(one => one.Setting is { IsOff: false, Paths.IsEmpty: false } && !Covers(one.Paths, subject.Place.Source))
            ? null
            : terms;
    }

    /// <summary>How a finding is told: what is said of its file counts like what is said of the subject's.</summary>
    public Terms For(Subject subject, Finding finding) => At(subject.Place.Source, finding.Primary.Location.Source);

    private Terms At(params ReadOnlySpan<Source> sources)
    {
        var settings = ImmutableArray.CreateBuilder<RuleSetting>();
        foreach (var (setting, paths) in _configured)
        {
            if (setting.Paths.IsEmpty || Covers(paths, sources))
            {
                settings.Add(setting);
            }
        }

        return With(settings.DrainToImmutable());
    }

    private static bool Covers(ImmutableArray<Glob> paths, params ReadOnlySpan<Source> sources)
    {
        foreach (var source in sources)
        {
            if (paths.Any(path => path.Covers(source.Name)))
            {
                return true;
            }
        }

        return false;
    }

    private static ImmutableArray<Glob> Globs(RuleSetting setting) => [.. setting.Paths.Select(path => Glob.TryParse(path)).OfType<Glob>()];

    private Terms With(ImmutableArray<RuleSetting> settings)
    {
        var parameters = Rule.Parameters.ToImmutableDictionary(parameter => parameter.Name, parameter => parameter.Default, StringComparer.Ordinal);
        foreach (var setting in settings)
        {
            parameters = parameters.SetItems(setting.Parameters);
        }

        var severity = settings.LastOrDefault(setting => setting.Severity is not null)?.Severity ?? Rule.Severity;
        return new(severity, settings is [.., { IsOff: true }] || severity < _settings.MinimumSeverity, parameters);
    }

    /// <param name="IsOff">The rule is not judged there: it is switched off, or its severity is below the one that is asked for.</param>
    internal sealed record Terms(Severity Severity, bool IsOff, ImmutableDictionary<string, FieldValue> Parameters);
}
