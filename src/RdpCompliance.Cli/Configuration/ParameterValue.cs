using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Policies.Loading;

namespace RdpCompliance.Cli.Configuration;

/// <summary>Reads the value of a rule's parameter as the type that the rule declares.</summary>
internal static class ParameterValue
{
    /// <returns><see langword="null"/> when the configuration holds something else.</returns>
    public static FieldValue? TryRead(IConfigurationSection section, RuleParameter parameter) => parameter.Type switch
    {
        ParameterType.List => TryReadList(section, (parameter.Default as FieldValue.List)?.Values.FirstOrDefault()),
        ParameterType.Table => TryReadTable(section, ((parameter.Default as FieldValue.List)?.Values ?? []).OfType<FieldValue.Row>().FirstOrDefault()),
        var type when section.Value is { } text && !section.GetChildren().Any() => TryReadScalar(text, type),
        _ => null,
    };

    /// <summary>To follow "is not".</summary>
    public static string Wanted(ParameterType type) => type switch
    {
        ParameterType.Number => "a whole number (decimal, or hexadecimal after '0x')",
        ParameterType.Flag => "true or false",
        ParameterType.Duration => "a duration such as 14d, 12h, 20m or 30s",
        ParameterType.Date => "a date such as 2026-06-01 or 2026-06-01T12:00:00Z",
        ParameterType.List => "a list",
        ParameterType.Table => "a list of rows",
        _ => "text",
    };

    private static FieldValue? TryReadScalar(string text, ParameterType type) => type switch
    {
        ParameterType.Number => ValueParser.TryNumber(text) is { } number ? new FieldValue.Number(number) : null,
        ParameterType.Flag => bool.TryParse(text, out var flag) ? new FieldValue.Flag(flag) : null,
        ParameterType.Duration => ValueParser.TryDuration(text) is { } duration ? new FieldValue.Duration(duration) : null,
        ParameterType.Date => FieldValue.Instant.TryParse(text),
        _ => new FieldValue.Text(text),
    };

    private static FieldValue.List? TryReadList(IConfigurationSection section, FieldValue? example)
    {
        if (section.GetChildren().Any(child => child.GetChildren().Any()))
        {
            return null;
        }

        ImmutableArray<FieldValue?> values =
        [
            .. SettingsReader.TextsOf(section).Where(text => text.Value.Length > 0).Select(text => TryReadScalar(text.Value, TypeOf(example, text.Value))),
        ];
        return values.Contains(null) ? null : new([.. values.OfType<FieldValue>()]);
    }

    private static FieldValue.List? TryReadTable(IConfigurationSection section, FieldValue.Row? example)
    {
        var rows = ImmutableArray.CreateBuilder<FieldValue>();
        foreach (var row in section.GetChildren())
        {
            var cells = ImmutableDictionary.CreateBuilder<string, FieldValue>(StringComparer.OrdinalIgnoreCase);
            foreach (var cell in row.GetChildren())
            {
                if (cell.Value is not { } text || TryReadScalar(text, TypeOf(example?.Cells.GetValueOrDefault(cell.Key), text)) is not { } value)
                {
                    return null;
                }

                cells.Add(cell.Key, value);
            }

            if (cells.Count == 0)
            {
                return null;
            }

            rows.Add(new FieldValue.Row(cells.ToImmutable()));
        }

        return section.Value is { Length: > 0 } ? null : new(rows.DrainToImmutable());
    }

    /// <summary>The type of what the rule has by default at that place; where it has nothing, a whole number is a number and everything else text.</summary>
    private static ParameterType TypeOf(FieldValue? example, string text) => example switch
    {
        FieldValue.Number => ParameterType.Number,
        FieldValue.Flag => ParameterType.Flag,
        FieldValue.Duration => ParameterType.Duration,
        FieldValue.Instant => ParameterType.Date,
        FieldValue.Text => ParameterType.Text,
        _ => ValueParser.TryNumber(text) is null ? ParameterType.Text : ParameterType.Number,
    };
}
