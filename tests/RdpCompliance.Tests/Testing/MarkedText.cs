using System.Text;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Tests.Testing;

/// <summary>A sample whose expected place is marked by [|…|].</summary>
internal static class MarkedText
{
    /// <summary>The source without its marks, and the one marked span.</summary>
    public static (Source Source, TextSpan Span) One(string marked, string name = "sample.txt", Encoding? encoding = null)
    {
        var (text, spans) = Split(marked);
        var bytes = encoding is null ? Encoding.UTF8.GetBytes(text) : [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        return (Source.FromBytes(name, bytes), Assert.Single(spans));
    }

    public static (string Text, IReadOnlyList<TextSpan> Spans) Split(string marked)
    {
        var text = new StringBuilder();
        var spans = new List<TextSpan>();
        var starts = new Stack<int>();
        for (var index = 0; index < marked.Length; index++)
        {
            switch (marked.AsSpan(index))
            {
                case ['[', '|', ..]:
                    starts.Push(text.Length);
                    index++;
                    break;
                case ['|', ']', ..]:
                    spans.Add(TextSpan.FromBounds(starts.Pop(), text.Length));
                    index++;
                    break;
                default:
                    text.Append(marked[index]);
                    break;
            }
        }

        return (text.ToString(), [.. spans.OrderBy(span => span.Start)]);
    }
}
