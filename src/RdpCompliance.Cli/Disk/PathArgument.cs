namespace RdpCompliance.Cli.Disk;

/// <summary>A PATH of the command line, looked up on disk.</summary>
internal abstract record PathArgument
{
    private PathArgument()
    {
    }

    /// <summary>The full path of the folder it is or lies in; <see langword="null"/> for what is not on disk.</summary>
    public virtual string? Folder => null;

    internal sealed record OfFile(string Path) : PathArgument
    {
        public override string? Folder => System.IO.Path.GetDirectoryName(Path);
    }

    internal sealed record OfFolder(string Path) : PathArgument
    {
        public override string? Folder => Path;
    }

    internal sealed record StandardInput : PathArgument;

    /// <param name="Text">As it was given.</param>
    internal sealed record Missing(string Text) : PathArgument;

    public static PathArgument Parse(string text, string workingDirectory)
    {
        if (text == "-")
        {
            return new StandardInput();
        }

        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            return new Missing(text);
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, workingDirectory));
        return path switch
        {
            _ when Directory.Exists(path) => new OfFolder(path),
            _ when File.Exists(path) => new OfFile(path),
            _ => new Missing(text),
        };
    }
}
