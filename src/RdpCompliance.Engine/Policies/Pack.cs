using System.Collections.Immutable;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Policies;

/// <summary>A loaded pack: kinds, settings, causes and rules that fit together.</summary>
public sealed class Pack
{
    private readonly Dictionary<string, SubjectKind> _kinds;
    private readonly Dictionary<string, Setting> _settings;
    private readonly Dictionary<(string Kind, string Field), Setting> _byField;

    public Pack(IEnumerable<SubjectKind> kinds, IEnumerable<Setting> settings, IEnumerable<Cause> causes, IEnumerable<Rule> rules)
    {
        Kinds = [.. kinds.OrderBy(kind => kind.Name, StringComparer.Ordinal)];
        Settings = [.. settings.OrderBy(setting => setting.Id, StringComparer.Ordinal)];
        Causes = [.. causes.OrderBy(cause => cause.Id, StringComparer.Ordinal)];
        Rules = [.. rules.OrderBy(rule => rule.Id, StringComparer.Ordinal)];
        _kinds = Kinds.ToDictionary(kind => kind.Name, StringComparer.OrdinalIgnoreCase);
        _settings = Settings.ToDictionary(setting => setting.Id, StringComparer.Ordinal);
        _byField = Settings
            .SelectMany(setting => new[] { setting.Id, setting.Field }.Distinct(StringComparer.Ordinal).Select(field => (Key: (setting.Kind, field), setting)))
            .DistinctBy(pair => pair.Key)
            .ToDictionary(pair => pair.Key, pair => pair.setting);
    }

    public ImmutableArray<SubjectKind> Kinds { get; }

    public ImmutableArray<Setting> Settings { get; }

    /// <summary>What a person can collect; empty in a compiled pack.</summary>
    public ImmutableArray<CollectableInput> Inputs { get; init; } = [];

    public ImmutableArray<Cause> Causes { get; }

    /// <summary>Ordered by id.</summary>
    public ImmutableArray<Rule> Rules { get; }

    /// <summary>Kind names compare ignoring case: Azure resource types are kinds.</summary>
    public SubjectKind? Kind(string name) => _kinds.GetValueOrDefault(name);

    public Setting? Setting(string id) => _settings.GetValueOrDefault(id);

    /// <summary>The setting that a field name of a kind means; <see langword="null"/> when it means none.</summary>
    public Setting? SettingOf(string kind, string field) => _byField.GetValueOrDefault((kind, field));

    public Rule? Rule(string idOrName) =>
        Rules.FirstOrDefault(rule =>
            rule.Id.Equals(idOrName, StringComparison.OrdinalIgnoreCase) || rule.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase));

    public Pack With(IEnumerable<Rule> rules) => new(Kinds, Settings, Causes, rules) { Inputs = Inputs };

    public Pack With(IEnumerable<Cause> causes) => new(Kinds, Settings, causes, Rules) { Inputs = Inputs };
}
