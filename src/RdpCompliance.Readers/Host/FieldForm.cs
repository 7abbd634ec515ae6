using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Host;

/// <summary>The form of a JSON value and how it becomes a field's value; <paramref name="Convert"/> gives <see langword="null"/> for another form.</summary>
internal sealed record FieldForm(string Wanted, Func<Node, SettingValue?> Convert)
{
    public static FieldForm Text { get; } = new("a string", node => node is Node.Text text ? new SettingValue.Text(text.Value) : null);

    public static FieldForm Number { get; } = new("a whole number", node =>
        node is Node.Number number && Whole(number) is { } whole ? new SettingValue.Number(whole) : null);

    /// <summary>A number that a class of CIM keeps as text: "20348".</summary>
    public static FieldForm NumberText { get; } = new(
        "a whole number, also as a string",
        node => node is Node.Text text && long.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new SettingValue.Number(number) : Number.Convert(node));

    public static FieldForm Flag { get; } = new("true or false", node => node is Node.Boolean flag ? new SettingValue.Flag(flag.Value) : null);

    public static FieldForm Instant { get; } = new(
        "a time in ISO 8601 form", node => node is Node.Text text && WindowsTime.TryParse(text.Value) is { } time ? new SettingValue.Instant(time) : null);

    /// <summary>A list of strings or numbers; one alone is a list of one, as PowerShell unrolls it.</summary>
    public static FieldForm Texts { get; } = new("a list of strings", node => TextsOf(node) is { } texts ? new SettingValue.List(texts) : null);

    /// <summary>An enumeration whose numbers mean words of ours; a source that writes its own English name for a number is understood too.</summary>
    public static FieldForm Choice(params (int Number, string Name, string Meaning)[] members) => new(
        $"a number or name of {string.Join(", ", members.Select(member => member.Name))}",
        node => Member(node, members) is { } member ? new SettingValue.Text(member.Meaning) : null);

    /// <summary>One of the words of our own format.</summary>
    public static FieldForm Word(params string[] words) => new(
        $"one of {string.Join(", ", words)}",
        node => node is Node.Text text && words.Contains(text.Value, StringComparer.Ordinal) ? new SettingValue.Text(text.Value) : null);

    /// <summary>An enumeration that keeps its number.</summary>
    public static FieldForm Numbered(params (int Number, string Name)[] members)
    {
        var known = members.Select(member => (member.Number, member.Name, "")).ToArray();
        return new(
            $"a number or name of {string.Join(", ", members.Take(8).Select(member => member.Name))}",
            node => Member(node, known) is { } member ? new SettingValue.Number(member.Number) : null);
    }

    /// <summary>
    /// PowerShell 5 wraps values that carry notes of its own, { "value": …, "DateTime": … }, and an enumeration that came from another
    /// process is { "value": 4, "Value": "Running" }, two names that differ in
    /// case alone.
    /// </summary>
    public static Node Unwrap(Node node) =>
        node is Node.Object wrapped
        && wrapped.Properties.FirstOrDefault(property => property.Name == "value")?.Value is { } inner and not Node.Object ? inner : node;

    /// <summary>A number of .NET that is no integer type is written with its fraction, "100.0".</summary>
    public static long? Whole(Node.Number number) =>
        number.Whole ?? (number.Literal.IndexOf('.', StringComparison.Ordinal) is var dot and > 0
            && number.Literal.AsSpan(dot + 1).IndexOfAnyExcept('0') < 0
            && long.TryParse(number.Literal.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? whole : null);

    /// <summary>What stands there, for a message.</summary>
    public static string Shown(Node node) => node switch
    {
        Node.Text text => text.Value,
        Node.Number number => number.Literal,
        Node.Boolean flag => flag.Value ? "true" : "false",
        Node.Null => "null",
        Node.Object => "{…}",
        Node.Array => "[…]",
        _ => "…",
    };

    public static ImmutableArray<string>? TextsOf(Node node)
    {
        if (node is not Node.Array array)
        {
            return Scalar(node) is { } single ? [single] : null;
        }

        var texts = ImmutableArray.CreateBuilder<string>(array.Elements.Length);
        foreach (var element in array.Elements)
        {
            if (Scalar(element) is not { } text)
            {
                return null;
            }

            texts.Add(text);
        }

        return texts.DrainToImmutable();
    }

    private static string? Scalar(Node node) => node is Node.Text or Node.Number ? Shown(node) : null;

    private static (int Number, string Name, string Meaning)? Member(Node node, (int Number, string Name, string Meaning)[] members)
    {
        var text = node is Node.Number number && Whole(number) is { } whole ? whole.ToString(CultureInfo.InvariantCulture)
            : node is Node.Text or Node.Number ? Shown(node) : null;
        foreach (var member in members)
        {
            if (
                member.Name.Equals(text, StringComparison.OrdinalIgnoreCase)
                || member.Number.ToString(CultureInfo.InvariantCulture).Equals(text, StringComparison.Ordinal))
            {
                return member;
            }
        }

        return null;
    }
}
