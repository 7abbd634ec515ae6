using System.Globalization;
using System.Text;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>The properties of the outermost object in the beginning of a JSON text, found without reading the rest.</summary>
internal static class TemplateHead
{
    /// <summary>
    /// Names, and of those that are strings their text; an empty answer when
    /// the text begins with no object. Nothing is looked for beyond a schema.
    /// </summary>
    public static Dictionary<string, string?> TopLevel(ReadOnlySpan<char> head)
    {
        var names = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var depth = 0;
        string? name = null;
        var wantsValue = false;
        for (var index = 0; index < head.Length; index++)
        {
            switch (head[index])
            {
                case '{' or '[':
                    if (depth == 0 && head[index] == '[')
                    {
                        return names;
                    }

                    depth++;
                    wantsValue = false;
                    break;
                case '}' or ']':
                    depth--;
                    if (depth <= 0)
                    {
                        return names;
                    }

                    break;
                case ':' when depth == 1 && name is not null:
                    names.TryAdd(name, null);
                    wantsValue = true;
                    break;
                case ',':
                    wantsValue = false;
                    break;
                case '/' when index + 1 < head.Length && head[index + 1] is '/' or '*':
                    index = EndOfComment(head, index);
                    break;
                case '"' or '\'':
                    var end = EndOfString(head, index);
                    if (depth == 1)
                    {
                        var text = Unescaped(head[(index + 1)..Math.Min(end, head.Length)]);
                        if (wantsValue && name is not null)
                        {
                            names[name] = text;
                            if (name.Equals("$schema", StringComparison.OrdinalIgnoreCase))
                            {
                                return names;
                            }
                        }
                        else
                        {
                            name = text;
                        }
                    }

                    index = end;
                    break;
                case var c when depth == 0 && !char.IsWhiteSpace(c) && c != '\uFEFF':
                    return names;
            }
        }

        return names;
    }

    /// <summary>JSON may write any character by its code: "\\u0024schema" is "$schema".</summary>
    private static string Unescaped(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
        {
            return text.ToString();
        }

        var plain = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] != '\\' || index + 1 == text.Length)
            {
                plain.Append(text[index]);
            }
            else if (text[++index] == 'u' && index + 4 < text.Length
                && ushort.TryParse(text.Slice(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            {
                plain.Append((char)unit);
                index += 4;
            }
            else
            {
                plain.Append(text[index]);
            }
        }

        return plain.ToString();
    }

    private static int EndOfString(ReadOnlySpan<char> head, int start)
    {
        var index = start + 1;
        while (index < head.Length && head[index] != head[start])
        {
            index += head[index] == '\\' ? 2 : 1;
        }

        return Math.Min(index, head.Length);
    }

    private static int EndOfComment(ReadOnlySpan<char> head, int start)
    {
        var rest = head[start..];
        var end = rest[1] == '/' ? rest.IndexOfAny('\r', '\n') : rest[2..].IndexOf("*/", StringComparison.Ordinal) is var close and >= 0 ? close + 3 : -1;
        return end < 0 ? head.Length : start + end;
    }
}
