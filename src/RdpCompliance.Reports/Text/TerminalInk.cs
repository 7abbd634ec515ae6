using Spectre.Console;

namespace RdpCompliance.Reports.Text;

/// <summary>Text in the colours of a terminal. Nothing is detected: the Cli has said what the terminal can show.</summary>
internal sealed class TerminalInk : Ink
{
    private readonly IAnsiConsole _console;

    public TerminalInk(TextWriter writer)
    {
        var settings = new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        };
        settings.Enrichment.UseDefaultEnrichers = false;
        _console = AnsiConsole.Create(settings);

        // The report breaks its own lines.
        _console.Profile.Width = int.MaxValue;
    }

    public override void Write(string text, Tone tone = Tone.Plain)
    {
        if (text.Length > 0)
        {
            _console.Write(text, StyleOf(tone));
        }
    }

    public override void Line() => _console.WriteLine();

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Heading => new(decoration: Decoration.Bold),
        Tone.Error => new(Color.Red, decoration: Decoration.Bold),
        Tone.Warning => new(Color.Yellow),
        Tone.Note => new(Color.Blue),
        Tone.Undecided => new(Color.Fuchsia),
        Tone.Pass => new(Color.Green),
        Tone.Quiet => new(Color.Grey),
        _ => Style.Plain,
    };
}
