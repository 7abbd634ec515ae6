using System.Text;

namespace RdpCompliance.Tests.Testing;

/// <summary>A folder of its own for a test about the disk; deleted with everything in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rdpcompliance-");

    public string Path => _folder.FullName;

    public string At(string relative) => System.IO.Path.Combine(Path, relative.Replace('/', System.IO.Path.DirectorySeparatorChar));

    public string Write(string relative, string text = "") => Write(relative, Encoding.UTF8.GetBytes(text));

    public string Write(string relative, byte[] bytes)
    {
        var path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path) ?? Path);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string MakeFolder(string relative) => Directory.CreateDirectory(At(relative)).FullName;

    /// <summary>Sets the permissions of a file or folder; nothing happens on Windows.</summary>
    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
