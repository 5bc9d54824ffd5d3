"""The writers: commands that change a graph folder, each as a small change of its text."""
