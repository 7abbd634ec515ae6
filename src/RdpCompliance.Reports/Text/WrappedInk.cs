namespace RdpCompliance.Reports.Text;

/// <summary>Breaks lines at blanks before the terminal does.</summary>
/// <param name="width">Columns; <see langword="null"/> = lines as long as they come.</param>
internal sealed class WrappedInk(Ink ink, int? width)
{
    /// <param name="taken">The column at which the first line begins.</param>
    /// <param name="indent">That of the others.</param>
    public void Line(string text, int taken, int indent, Tone tone = Tone.Plain)
    {
        if (width is not { } most)
        {
            ink.Line(text, tone);
            return;
        }

        var column = taken;
        var isFirstOfLine = true;
        foreach (var word in text.Split(' '))
        {
            var cells = CellWidth.Of(word);
            if (!isFirstOfLine && column + 1 + cells > most)
            {
                ink.Line();
                ink.Write(new string(' ', indent));
                column = indent;
                isFirstOfLine = true;
            }

            ink.Write(isFirstOfLine ? VisibleText.WholeLine(word) : $" {word}", tone);
            column += cells + (isFirstOfLine ? 0 : 1);
            isFirstOfLine = false;
        }

        ink.Line();
    }
}
