using System.Text;
using RdpCompliance.Engine.Policies;

namespace RdpCompliance.Reports.Pages;

/// <summary>
/// An example as a page shows it: the text without its marks, and below each line that holds one a line of carets that says what is expected there.
/// </summary>
public static class ExampleDrawing
{
    public static string Of(MarkedExample example)
    {
        var page = new StringBuilder(example.Text.Length * 2);
        var start = 0;
        foreach (var whole in example.Text.TrimEnd('\r', '\n').Split('\n'))
        {
            var line = whole.TrimEnd('\r');
            page.Append(line).Append('\n');
            foreach (var mark in example.Marks.Where(mark => mark.Span.Start >= start && mark.Span.Start <= start + whole.Length))
            {
                AppendCarets(page, line, mark, mark.Span.Start - start);
            }

            start += whole.Length + 1;
        }

        return page.ToString();
    }

    private static void AppendCarets(StringBuilder page, string line, ExampleMark mark, int column)
    {
        // Tabs stay tabs, so that the caret stands below its place however wide they are shown.
        foreach (var unit in line.AsSpan(0, Math.Min(column, line.Length)))
        {
            page.Append(unit == '\t' ? '\t' : ' ');
        }

        var (caret, meaning) = mark.Kind switch
        {
            MarkKind.Fail => ('^', "fails here"),
            MarkKind.Undecided => ('?', "cannot be decided here"),
            _ => ('~', "is named as a reason"),
        };
        page.Append(caret, Math.Max(1, Math.Min(mark.Span.Length, line.Length - column))).Append(' ').Append(meaning).Append('\n');
    }
}
