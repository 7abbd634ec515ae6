using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Engine.Policies;

/// <summary>What a mark in an example stands for.</summary>
public enum MarkKind
{
    /// <summary>[|…|]: the primary place of a fail.</summary>
    Fail,

    /// <summary>[?…?]: the primary place of an undecided.</summary>
    Undecided,

    /// <summary>{|…|}: a related place.</summary>
    Related,
}

/// <summary>A marked span of the text without its marks.</summary>
public sealed record ExampleMark(MarkKind Kind, TextSpan Span);

/// <summary>An example's text without its marks, and the marks.</summary>
public sealed record MarkedExample(string Text, ImmutableArray<ExampleMark> Marks)
{
    /// <summary>Marks nest; a closing mark without its opening one is text.</summary>
    public static MarkedExample Parse(string marked)
    {
        var text = new StringBuilder(marked.Length);
        var marks = ImmutableArray.CreateBuilder<ExampleMark>();
        var open = new Stack<(MarkKind Kind, int Start)>();
        for (var index = 0; index < marked.Length; index++)
        {
            var pair = index + 1 < marked.Length ? (marked[index], marked[index + 1]) : ('\0', '\0');
            MarkKind? opens = pair switch
            {
                ('[', '|') => MarkKind.Fail,
                ('[', '?') => MarkKind.Undecided,
                ('{', '|') => MarkKind.Related,
                _ => null,
            };
            MarkKind? closes = pair switch
            {
                ('|', ']') => MarkKind.Fail,
                ('?', ']') => MarkKind.Undecided,
                ('|', '}') => MarkKind.Related,
                _ => null,
            };
            if (opens is { } opened)
            {
                open.Push((opened, text.Length));
                index++;
            }
            else if (closes is { } closed && open.TryPeek(out var last) && last.Kind == closed)
            {
                open.Pop();
                marks.Add(new(closed, TextSpan.FromBounds(last.Start, text.Length)));
                index++;
            }
            else
            {
                text.Append(marked[index]);
            }
        }

        return new(text.ToString(), [.. marks.OrderBy(mark => mark.Span.Start)]);
    }
}
