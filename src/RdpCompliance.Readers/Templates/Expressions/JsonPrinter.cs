using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Prints values as JSON in one line, as <c>string()</c> does.</summary>
public static class JsonPrinter
{
    private const int MostDepth = 300;

    /// <returns><see langword="null"/> when a part is not known, or the text would be longer than <paramref name="most"/>.</returns>
    /// <param name="quote">What stands around texts and names; <c>format()</c> writes single quotes.</param>
    public static string? Print(Node node, int most, char quote = '"')
    {
        var text = new StringBuilder();
        return Append(text, node, most, quote, 0) ? text.ToString() : null;
    }

    private static bool Append(StringBuilder text, Node node, int most, char quote, int depth)
    {
        if (text.Length > most || depth > MostDepth)
        {
            return false;
        }

        switch (node)
        {
            case Node.Text leaf:
                AppendQuoted(text, leaf.Value, quote);
                return text.Length <= most;
            case Node.Number leaf:
                text.Append(leaf.Whole is null ? Float(leaf.Literal) : leaf.Literal);
                return true;
            case Node.Boolean leaf:
                text.Append(leaf.Value ? "true" : "false");
                return true;
            case Node.Null:
                text.Append("null");
                return true;
            case Node.Array list:
                text.Append('[');
                for (var index = 0; index < list.Elements.Length; index++)
                {
                    text.Append(index > 0 ? "," : "");
                    if (!Append(text, list.Elements[index], most, quote, depth + 1))
                    {
                        return false;
                    }
                }

                text.Append(']');
                return true;
            case Node.Object record:
                text.Append('{');
                for (var index = 0; index < record.Properties.Length; index++)
                {
                    text.Append(index > 0 ? "," : "");
                    AppendQuoted(text, record.Properties[index].Name, quote);
                    text.Append(':');
                    if (!Append(text, record.Properties[index].Value, most, quote, depth + 1))
                    {
                        return false;
                    }
                }

                text.Append('}');
                return true;
            default:
                return false;
        }
    }

    /// <summary>A float stays one when it is read again.</summary>
    private static string Float(string literal) => Conversion.Float(literal) is var text && !text.AsSpan().ContainsAny(".ENI") ? $"{text}.0" : text;

    private static void AppendQuoted(StringBuilder text, string value, char quote)
    {
        text.Append(quote);
        foreach (var c in value)
        {
            _ = c switch
            {
                _ when c == quote => text.Append('\\').Append(c),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or '\u0085' or '\u2028' or '\u2029' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append(quote);
    }
}
