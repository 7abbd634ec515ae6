namespace RdpCompliance.Reports.Text;

/// <summary>Text without colours.</summary>
internal sealed class PlainInk(TextWriter writer) : Ink
{
    public override void Write(string text, Tone tone = Tone.Plain) => writer.Write(text);

    public override void Line() => writer.WriteLine();
}
