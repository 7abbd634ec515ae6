using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;

namespace RdpCompliance.Engine.Settings;

/// <summary>Turns what a source says into the type that a setting has.</summary>
internal static class SettingConversion
{
    /// <returns><see langword="null"/> when the value is of another type: Windows would not read it.</returns>
    public static FieldValue? Convert(SettingValue value, SettingType type) =>
        type switch
        {
            SettingType.Dword or SettingType.Qword => ToNumber(value) is { } number ? new FieldValue.Number(number) : null,
            SettingType.Number => (ToNumber(value) ?? ToDecimal(ToText(value))) is { } number ? new FieldValue.Number(number) : null,
            SettingType.Bool => ToNumber(value) is { } number ? new FieldValue.Flag(number != 0)
            : value is SettingValue.Flag flag ? new FieldValue.Flag(flag.Value)
            : null,
            SettingType.String or SettingType.Expand or SettingType.Version => ToText(value) is { } text ? new FieldValue.Text(text) : null,
            SettingType.MultiString or SettingType.List => ToTexts(value) is { } texts ? ToList(texts) : null,
            SettingType.SidList => ToTexts(value) is { } sids ? ToList(sids.Select(sid => sid.TrimStart('*'))) : null,
            SettingType.Binary => value is SettingValue.Registry { Data: { Type: var kind } data } && kind == RegistryType.Binary
                ? new FieldValue.Text(System.Convert.ToHexStringLower(data.Bytes.Span))
                : null,
            SettingType.RegistryType => value is SettingValue.Registry { Data.Type.Name: var name } ? new FieldValue.Text(name) : null,
            _ => null,
        };

    /// <summary>An item's value with the type it has in its source.</summary>
    public static FieldValue? Natural(SettingValue value) =>
        value switch
        {
            SettingValue.Number number => new FieldValue.Number(number.Value),
            SettingValue.Text text => new FieldValue.Text(text.Value),
            SettingValue.Flag flag => new FieldValue.Flag(flag.Value),
            SettingValue.Instant instant => new FieldValue.Instant(instant.Value),
            SettingValue.List list => ToList(list.Values),
            SettingValue.Registry => ToNumber(value) is { } number ? new FieldValue.Number(number)
            : ToText(value) is { } text ? new FieldValue.Text(text)
            : ToTexts(value) is { } texts ? ToList(texts)
            : null,
            _ => null,
        };

    /// <returns><see langword="null"/> unless the value is a text, or a number, which reads as its digits.</returns>
    public static string? ToText(SettingValue value) =>
        value switch
        {
            SettingValue.Text text => text.Value,
            SettingValue.Number number => number.ToString(),
            SettingValue.Registry { Data: var data } => data.AsText(),
            _ => null,
        };

    public static FieldValue.List ToList(IEnumerable<string> texts) => new([.. texts.Select(text => (FieldValue)new FieldValue.Text(text))]);

    private static long? ToNumber(SettingValue value) =>
        value switch
        {
            SettingValue.Number number => number.Value,
            SettingValue.Registry { Data: var data } => data.AsNumber() is { } number ? unchecked((long)number) : null,
            _ => null,
        };

    private static long? ToDecimal(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ImmutableArray<string>? ToTexts(SettingValue value) =>
        value switch
        {
            SettingValue.List list => list.Values,
            SettingValue.Text text => [text.Value],
            SettingValue.Registry { Data: var data } => data.AsTexts() ?? (data.AsText() is { } text ? [text] : null),
            _ => null,
        };
}
