using System.Text;

namespace RdpCompliance.Cli;

/// <summary>Standard error. Where it is closed or full nobody can be told so, and the work goes on: its answer is the exit code.</summary>
/// <param name="error">The process' own.</param>
internal sealed class StandardError(TextWriter error) : TextWriter
{
    public override Encoding Encoding => error.Encoding;

    public override void Write(char value) => Try(() => error.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => error.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => error.Write(value));

    public override void Flush() => Try(error.Flush);

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
