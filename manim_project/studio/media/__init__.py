"""What is made of films and words: cuts, subtitles, speech, PDFs."""
