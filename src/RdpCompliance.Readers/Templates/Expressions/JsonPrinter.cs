using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>Prints values as JSON in one line, as <c>string()</c> does.</summary>
public static class JsonPrinter
{
    private const int MostDepth = 300;

    /// <returns><see langword="null"/> when a part is not known, or the text would be longer than <paramref name="most"/>.</returns>
    public static string? Print(Node node, int most)
    {
        var text = new StringBuilder();
        return Append(text, node, most, 0) ? text.ToString() : null;
    }

    private static bool Append(StringBuilder text, Node node, int most, int depth)
    {
        if (text.Length > most || depth > MostDepth)
        {
            return false;
        }

        switch (node)
        {
            case Node.Text leaf:
                AppendQuoted(text, leaf.Value);
                return text.Length <= most;
            case Node.Number leaf:
                text.Append(leaf.Literal);
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
                    if (!Append(text, list.Elements[index], most, depth + 1))
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
                    AppendQuoted(text, record.Properties[index].Name);
                    text.Append(':');
                    if (!Append(text, record.Properties[index].Value, most, depth + 1))
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

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
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

        text.Append('"');
    }
}
