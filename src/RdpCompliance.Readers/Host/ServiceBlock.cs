using System.Collections.Immutable;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.Host;

/// <summary>A labelled line of a block: its value, and the values of the lines below it that have an empty label.</summary>
internal sealed record ServiceLine(ImmutableArray<TextSpan> Values)
{
    public TextSpan Value => Values[0];
}

/// <summary>What <c>sc</c> prints of one service.</summary>
internal sealed record ServiceBlock(TextSpan Name, TextSpan? DisplayName, ImmutableArray<ServiceLine> Lines)
{
    public static IEnumerable<ServiceBlock> Find(SourceText text)
    {
        var margin = new List<TextSpan>(2);
        var lines = new List<ImmutableArray<TextSpan>.Builder>();
        for (var number = 1; number <= text.LineCount; number++)
        {
            var line = text.LineSpan(number);
            var content = Trim(text.Value, line);
            var isIndented = line.Length > 0 && text.Value[line.Start] is ' ' or '\t';
            if (isIndented && margin.Count > 0)
            {
                AddLine(text.Value, content, lines);
                continue;
            }

            if (lines.Count > 0)
            {
                yield return Complete(margin, lines);
                margin.Clear();
                lines.Clear();
            }

            if (AfterColon(text.Value, content) is { Length: > 0 } value && !isIndented)
            {
                // Only the two lines right above the first indented one can be its heading.
                if (margin.Count == 2)
                {
                    margin.RemoveAt(0);
                }

                margin.Add(value);
            }
            else
            {
                margin.Clear();
            }
        }

        if (lines.Count > 0)
        {
            yield return Complete(margin, lines);
        }
    }

    private static ServiceBlock Complete(List<TextSpan> margin, List<ImmutableArray<TextSpan>.Builder> lines) =>
        new(margin[0], margin.Count > 1 ? margin[1] : null, [.. lines.Select(line => new ServiceLine(line.DrainToImmutable()))]);

    private static void AddLine(string text, TextSpan content, List<ImmutableArray<TextSpan>.Builder> lines)
    {
        // "(STOPPABLE, …)" continues the state; a blank line inside a block says nothing.
        if (content.Length == 0 || text[content.Start] == '(' || AfterColon(text, content) is not { } value)
        {
            return;
        }

        if (text[content.Start] != ':' || lines.Count == 0)
        {
            lines.Add(ImmutableArray.CreateBuilder<TextSpan>(1));
        }

        lines[^1].Add(value);
    }

    /// <summary>The text after the first ':'; empty where nothing follows.</summary>
    private static TextSpan? AfterColon(string text, TextSpan content)
    {
        var colon = text.IndexOf(':', content.Start, content.Length);
        return colon < 0 ? null : Trim(text, TextSpan.FromBounds(colon + 1, content.End));
    }

    private static TextSpan Trim(string text, TextSpan span)
    {
        var inside = text.AsSpan(span.Start, span.Length);
        var start = span.Start + inside.Length - inside.TrimStart().Length;
        return new(start, inside.Trim().Length);
    }
}
