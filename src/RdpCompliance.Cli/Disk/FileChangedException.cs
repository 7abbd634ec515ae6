namespace RdpCompliance.Cli.Disk;

/// <summary>A file is not what it was when the scan began.</summary>
internal sealed class FileChangedException : IOException
{
    public FileChangedException()
    {
    }

    public FileChangedException(string message)
        : base(message)
    {
    }

    public FileChangedException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
