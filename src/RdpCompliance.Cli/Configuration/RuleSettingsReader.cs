using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;
using RdpCompliance.Engine.Scanning;

namespace RdpCompliance.Cli.Configuration;

/// <summary>
/// Turns <c>rules:</c> into settings of the rules that were loaded: "*" first, then by id, so that what is said of one rule overrules what is said of all.
/// </summary>
internal sealed class RuleSettingsReader(IConfigurationRoot root, ImmutableArray<Rule> rules)
{
    private readonly ImmutableArray<ConfigurationProblem>.Builder _problems = ImmutableArray.CreateBuilder<ConfigurationProblem>();

    public ImmutableArray<ConfigurationProblem> Problems => _problems.ToImmutable();

    public ImmutableArray<RuleSetting> Read()
    {
        var settings = ImmutableArray.CreateBuilder<RuleSetting>();
        foreach (var section in root.GetSection(ConfigurationShape.Rules).GetChildren())
        {
            var rule = rules.FirstOrDefault(rule => rule.Id.Equals(section.Key, StringComparison.OrdinalIgnoreCase));
            if (rule is null && section.Key != "*")
            {
                Say(section.Path, $"'{section.Key}' is not a rule of the pack; {PackReport.Nearest(section.Key, rules.Select(known => known.Id))}");
                continue;
            }

            var children = section.GetChildren().ToArray();
            var isList = children.Length > 0 && children.All(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _));
            settings.AddRange((isList ? children : [section]).Select(entry => ReadEntry(entry, rule)));
        }

        return settings.DrainToImmutable();
    }

    private RuleSetting ReadEntry(IConfigurationSection section, Rule? rule) =>
        new(rule?.Id ?? "*", [.. SettingsReader.TextsOf(section.GetSection(ConfigurationShape.Paths)).Select(text => text.Value)])
        {
            Severity = section["severity"]?.ToLowerInvariant() switch
            {
                "error" => Severity.Error,
                "warning" => Severity.Warning,
                "note" => Severity.Note,
                _ => null,
            },
            IsOff = "off".Equals(section["severity"], StringComparison.OrdinalIgnoreCase),
            Parameters = ReadParameters(section.GetSection("parameters"), rule),
        };

    private ImmutableDictionary<string, FieldValue> ReadParameters(IConfigurationSection section, Rule? rule)
    {
        var values = ImmutableDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        foreach (var child in section.GetChildren())
        {
            if (rule is null)
            {
                Say(child.Path, $"'{child.Key}' is a parameter for '*'; parameters belong to one rule.");
            }
            else if (rule.Parameters.FirstOrDefault(parameter => parameter.Name == child.Key) is not { } parameter)
            {
                Say(
                    child.Path,
                    $"'{child.Key}' is not a parameter of {rule.Id}; {(rule.Parameters.IsEmpty ? "it has none." : PackReport.Nearest(child.Key, rule.Parameters.Select(known => known.Name)))}"
                );
            }
            else if (ParameterValue.TryRead(child, parameter) is { } value)
            {
                values.Add(parameter.Name, value);
            }
            else
            {
                Say(
                    child.Path,
                    $"{(child.Value is { Length: > 0 } text ? $"'{text}'" : "What is given")} as '{parameter.Name}' of {rule.Id} is not {ParameterValue.Wanted(parameter.Type)}."
                );
            }
        }

        return values.ToImmutable();
    }

    private void Say(string key, string message) => _problems.Add(new(ConfigurationLayer.PlaceOf(root, key) ?? new ConfigurationPlace.Option(key), message));
}
