namespace RdpCompliance.Reports.Text;

/// <summary>What a piece of text is, so that a terminal can colour it.</summary>
internal enum Tone
{
    Plain,
    Heading,
    Error,
    Warning,
    Note,
    Undecided,
    Pass,
    Quiet,
}

/// <summary>Where the text report writes: the same characters with or without colours.</summary>
internal abstract class Ink
{
    public abstract void Write(string text, Tone tone = Tone.Plain);

    public abstract void Line();

    public void Line(string text, Tone tone = Tone.Plain)
    {
        Write(text, tone);
        Line();
    }
}
