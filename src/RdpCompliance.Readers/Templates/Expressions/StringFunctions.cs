using System.Globalization;
using System.Net;
using System.Text;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Expressions;

/// <summary>https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-string</summary>
internal static class StringFunctions
{
    /// <summary>The engine pads no further, whatever the documentation says.</summary>
    private const int MostPadded = 16;

    public static IEnumerable<LibraryFunction> All =>
        [
            new("base64", 1, 1, Evaluation.Strict, call => OfText(call, text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)))),
            new("base64ToJson", 1, 1, Evaluation.Strict, call => FromBase64(call, text => ObjectFunctions.Parse(call, text))),
            new("base64ToString", 1, 1, Evaluation.Strict, call => FromBase64(call, call.Text)),
            new("dataUri", 1, 1, Evaluation.Strict, DataUri),
            new("dataUriToString", 1, 1, Evaluation.Strict, DataUriToString),
            new("endsWith", 2, 2, Evaluation.Strict, call =>
                OfTexts(call, (text, part) => call.Boolean(text.EndsWith(part, StringComparison.OrdinalIgnoreCase)))),
            new("format", 1, int.MaxValue, Evaluation.Eager, Format),
            new("guid", 1, int.MaxValue, Evaluation.Strict, call => OfAll(call, NameGuid.Of)),
            new("join", 2, 2, Evaluation.Strict, Join),
            new("like", 2, 2, Evaluation.Strict, call => OfTexts(call, (text, pattern) => call.Boolean(IsLike(text, pattern.Split('*'))))),
            new("newGuid", 0, 0, Evaluation.Strict, call => Unknown.Changing(call.Place, "newGuid()")),
            new("padLeft", 2, 3, Evaluation.Strict, PadLeft),
            new("replace", 3, 3, Evaluation.Strict, Replace),
            new("split", 2, 2, Evaluation.Strict, Split),
            new("startsWith", 2, 2, Evaluation.Strict, call =>
                OfTexts(call, (text, part) => call.Boolean(text.StartsWith(part, StringComparison.OrdinalIgnoreCase)))),
            new("string", 1, 1, Evaluation.Strict, String),
            new("substring", 1, 3, Evaluation.Strict, Substring),
            new("toLower", 1, 1, Evaluation.Strict, call => OfText(call, text => text.ToLowerInvariant())),
            new("toUpper", 1, 1, Evaluation.Strict, call => OfText(call, text => text.ToUpperInvariant())),
            new("trim", 1, 1, Evaluation.Strict, call => OfText(call, text => text.Trim())),
            new("uniqueString", 1, int.MaxValue, Evaluation.Strict, call => OfAll(call, UniqueString.Of)),
            new("uriComponent", 1, 1, Evaluation.Strict, call => OfText(call, Uri.EscapeDataString)),
            new("uriComponentToString", 1, 1, Evaluation.Strict, call => OfText(call, text => WebUtility.UrlDecode(text))),
        ];

    /// <summary>Texts, numbers and booleans one behind the other; arrays are <see cref="ArrayFunctions"/>'.</summary>
    public static Node Concat(FunctionCall call)
    {
        var text = new TextComposer();
        for (var index = 0; index < call.Count; index++)
        {
            if (call[index] is not (Node.Text or Node.Number { Whole: not null } or Node.Boolean or Node.Unresolved))
            {
                return call.WrongType(index, "a string or an array");
            }

            text.Append(call[index]);
        }

        return Sized(call, text);
    }

    /// <summary>Whether a text consists of these parts in this order, with anything between them.</summary>
    private static bool IsLike(ReadOnlySpan<char> text, string[] parts)
    {
        if (parts is [var whole])
        {
            return text.Equals(whole, StringComparison.OrdinalIgnoreCase);
        }

        if (
            text.Length < parts[0].Length + parts[^1].Length
            || !text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase)
            || !text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = text[parts[0].Length..^parts[^1].Length];
        foreach (var part in parts[1..^1])
        {
            if (rest.IndexOf(part, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var found))
            {
                return false;
            }

            rest = rest[(found + part.Length)..];
        }

        return true;
    }

    private static Node OfText(FunctionCall call, Func<string, string> change) =>
        call[0] is Node.Text text ? call.Text(change(text.Value)) : call.WrongType(0, "a string");

    private static Node OfTexts(FunctionCall call, Func<string, string, Node> compute) => (call[0], call[1]) switch
    {
        (Node.Text text, Node.Text part) => compute(text.Value, part.Value),
        (Node.Text, _) => call.WrongType(1, "a string"),
        _ => call.WrongType(0, "a string"),
    };

    /// <summary>Hashes take their arguments joined by hyphens.</summary>
    private static Node OfAll(FunctionCall call, Func<string, string> hash)
    {
        for (var index = 0; index < call.Count; index++)
        {
            if (call[index] is not Node.Text)
            {
                return call.WrongType(index, "a string");
            }
        }

        return call.Text(hash(string.Join('-', call.Arguments.Select(Conversion.ToText))));
    }

    private static Node FromBase64(FunctionCall call, Func<string, Node?> use)
    {
        if (call[0] is not Node.Text text)
        {
            return call.WrongType(0, "a string");
        }

        var bytes = new byte[(text.Value.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text.Value, bytes, out var length)
            ? use(Encoding.UTF8.GetString(bytes, 0, length)) ?? call.Fail("the text is no JSON")
            : call.Fail("the text is no base64");
    }

    /// <summary>"data:[type][;charset=…][;base64],data" (RFC 2397).</summary>
    private static Node DataUriToString(FunctionCall call)
    {
        if (call[0] is not Node.Text { Value: var text })
        {
            return call.WrongType(0, "a string");
        }

        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (!text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || comma < 0)
        {
            return call.Fail("the text is no data URI");
        }

        var data = text[(comma + 1)..];
        if (!text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            return call.Text(WebUtility.UrlDecode(data));
        }

        var bytes = new byte[(data.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(data, bytes, out var length)
            ? call.Text(Encoding.UTF8.GetString(bytes, 0, length))
            : call.Fail("the data is no base64");
    }

    private static Node Format(FunctionCall call)
    {
        if (call[0] is not Node.Text format)
        {
            return call.WrongType(0, "a string");
        }

        return CompositeFormat.Apply(format.Value, call.Arguments.AsSpan()[1..]) is { } text
            ? Tracing.After(format.Trace, Sized(call, text))
            : call.Fail("the format does not fit its arguments");
    }

    private static Node Join(FunctionCall call)
    {
        if (call[0] is not Node.Array list)
        {
            return call.WrongType(0, "an array of strings");
        }

        if (call[1] is not Node.Text delimiter)
        {
            return call.WrongType(1, "a string");
        }

        var text = new TextComposer();
        for (var index = 0; index < list.Elements.Length; index++)
        {
            if (list.Elements[index] is not (Node.Text or Node.Number { Whole: not null } or Node.Boolean or Node.Unresolved))
            {
                return call.WrongType(0, "an array of strings, integers and booleans");
            }

            text.Append(index > 0 ? delimiter.Value : "").Append(list.Elements[index]);
        }

        return Tracing.After(list.Trace, Sized(call, text));
    }

    private static Node PadLeft(FunctionCall call)
    {
        if (call[0] is not (Node.Text or Node.Number) || Conversion.ToText(call[0]) is not { } text)
        {
            return call.WrongType(0, "a string or an integer");
        }

        if (call[1] is not Node.Number { Whole: >= 1 and <= MostPadded and var total })
        {
            return call.WrongType(1, $"a length of 1 to {MostPadded}");
        }

        var padding = ' ';
        if (call.Count > 2)
        {
            if (call[2] is not Node.Text { Value: [var character] })
            {
                return call.WrongType(2, "one character");
            }

            padding = character;
        }

        return call.Text(text.PadLeft((int)total, padding));
    }

    private static Node Replace(FunctionCall call)
    {
        for (var index = 0; index < 3; index++)
        {
            if (call[index] is not Node.Text)
            {
                return call.WrongType(index, "a string");
            }
        }

        var (text, old, replacement) = (((Node.Text)call[0]).Value, ((Node.Text)call[1]).Value, ((Node.Text)call[2]).Value);
        if (old.Length == 0)
        {
            return call.Fail("nothing cannot be replaced");
        }

        long count = 0;
        for (var at = text.IndexOf(old, StringComparison.Ordinal); at >= 0; at = text.IndexOf(old, at + old.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return call.Evaluator.Budget.TakeText(text.Length + (count * replacement.Length))
            ? call.Text(text.Replace(old, replacement, StringComparison.Ordinal))
            : call.Evaluator.Exceeded(call.Syntax.Location);
    }

    private static Node Split(FunctionCall call)
    {
        if (call[0] is not Node.Text text)
        {
            return call.WrongType(0, "a string");
        }

        string[]? delimiters = call[1] switch
        {
            Node.Text one => [one.Value],
            Node.Array list when list.Elements.All(element => element is Node.Text) => [.. list.Elements.OfType<Node.Text>().Select(element => element.Value)],
            _ => null,
        };
        if (delimiters is null)
        {
            return call.WrongType(1, "a string or an array of strings");
        }

        // .NET would take an empty delimiter for "none".
        delimiters = Array.FindAll(delimiters, delimiter => delimiter.Length > 0);
        string[] parts = delimiters.Length == 0 ? [text.Value] : text.Value.Split(delimiters, StringSplitOptions.None);
        return call.List([.. parts.Select(part => new Node.Text(call.Place, part) { Trace = text.Trace })]);
    }

    private static Node Substring(FunctionCall call)
    {
        if (call[0] is not Node.Text { Value: var text })
        {
            return call.WrongType(0, "a string");
        }

        var range = new long[] { 0, 0 };
        for (var index = 1; index < call.Count; index++)
        {
            if (call[index] is not Node.Number { Whole: >= int.MinValue and <= int.MaxValue and var number })
            {
                return call.WrongType(index, "an integer of 32 bits");
            }

            range[index - 1] = number;
        }

        var (start, length) = (range[0], call.Count > 2 ? range[1] : text.Length - range[0]);
        return start >= 0 && length >= 0 && start <= text.Length && length <= text.Length - start
            ? call.Text(text.Substring((int)start, (int)length))
            : call.Fail(string.Create(CultureInfo.InvariantCulture, $"the string has {text.Length} characters"));
    }

    /// <summary>Neither null nor a number that is no integer has a text.</summary>
    private static Node String(FunctionCall call) => call[0] is Node.Null or Node.Number { Whole: null }
        ? call.WrongType(0, "an integer, a string, a boolean, an object or an array")
        : Conversion.ToText(call[0]) is { } text ? call.Text(text) : call.Unknown();

    private static Node DataUri(FunctionCall call)
    {
        if (call[0] is Node.Null)
        {
            return call.WrongType(0, "a value");
        }

        return Conversion.ToText(call[0]) is { } text
            ? call.Text(
                $"data:{(call[0] is Node.Text ? "text/plain" : "application/json")};charset=utf-8;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}"
            )
            : call.Unknown();
    }

    private static Node Sized(FunctionCall call, TextComposer text)
    {
        if (text.IsTooLong)
        {
            return call.Evaluator.Exceeded(call.Syntax.Location);
        }

        var node = text.ToNode(call.Place);
        return node is not Node.Text known || call.Evaluator.Budget.TakeText(known.Value.Length) ? node : call.Evaluator.Exceeded(call.Syntax.Location);
    }
}
