using System.Globalization;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>
/// .NET's composite format ("{0,-5:N2}") over values of which some may not be known;
/// widths and precisions are limited, so that no short text makes a long one.
/// </summary>
internal static class CompositeFormat
{
    private const int MostDigits = 3;

    /// <returns><see langword="null"/> when the format is none, or names a value that is not there.</returns>
    public static TextComposer? Apply(string format, ReadOnlySpan<Node> values)
    {
        var text = new TextComposer();
        for (var index = 0; index < format.Length;)
        {
            var brace = format.AsSpan(index).IndexOfAny('{', '}');
            if (brace < 0)
            {
                text.Append(format[index..]);
                break;
            }

            text.Append(format[index..(index + brace)]);
            index += brace;
            if (index + 1 < format.Length && format[index + 1] == format[index])
            {
                text.Append(format[index].ToString());
                index += 2;
                continue;
            }

            var close = format.IndexOf('}', index);
            if (format[index] == '}' || close < 0 || Piece(format[index..(close + 1)], values) is not { } piece)
            {
                return null;
            }

            text.Append(piece);
            index = close + 1;
        }

        return text;
    }

    /// <param name="hole">With its braces.</param>
    private static Node? Piece(string hole, ReadOnlySpan<Node> values)
    {
        var inside = hole[1..^1];
        var colon = inside.IndexOf(':', StringComparison.Ordinal);
        var style = colon < 0 ? "" : inside[(colon + 1)..];
        var parts = (colon < 0 ? inside : inside[..colon]).Split(',');
        if (parts.Length > 2
            || !int.TryParse(parts[0].TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number >= values.Length
            || (parts.Length == 2 && parts[1].Trim().TrimStart('-') is { Length: 0 or > MostDigits }))
        {
            return null;
        }

        var value = Quoted(values[number]);
        if (value is Node.Unresolved unknown)
        {
            return parts.Length == 1 && style.Length == 0
                ? unknown
                : new Node.Unresolved(unknown);
        }

        if (parts.Length == 1 && style.Length == 0)
        {
            return value;
        }

        if (style.Length > 1 && char.IsAsciiLetter(style[0]) && style.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && style.Length > 1 + MostDigits)
        {
            return null;
        }

        try
        {
            var pattern = $"{{0{(parts.Length == 2 ? $",{parts[1]}" : "")}{(colon < 0 ? "" : $":{style}")}}}";
            return new Node.Text(value.Location, string.Format(CultureInfo.InvariantCulture, pattern, ToObject(value))) { Trace = value.Trace };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Lists and records are written with single quotes.</summary>
    private static Node Quoted(Node value) => value is Node.Array or Node.Object && JsonPrinter.Print(value, EvaluationBudget.LongestText, '\'') is { } text
        ? new Node.Text(value.Location, text) { Trace = value.Trace }
        : value;

    private static object? ToObject(Node value) => value switch
    {
        Node.Number { Whole: { } whole } => whole,
        Node.Number number => double.TryParse(number.Literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : number.Literal,
        Node.Boolean boolean => boolean.Value,
        _ => Conversion.ToText(value),
    };
}
